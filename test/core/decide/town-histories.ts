import fc from 'fast-check'
import { type Act, people, type Step, type Touched, words } from './town-acts.js'
import { everyAsked, kinds, type StageName, sayer, stageNames } from './town-requests.js'

const who = fc.constantFrom(...people)
const which = fc.nat(20)
const asked = fc.nat(everyAsked.length - 1)
const staged = fc.constantFrom(
  ...everyAsked.flatMap(({ type }, index) => (type === 'rollout' ? [index] : [])),
)
const touched = fc.constantFrom<Touched>('red', 'p', 'page', 'no page', 'dev', 'released')
const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      act: fc.constant('approve' as const),
      who: fc.constantFrom('bob', 'carol', 'dave', 'alice', 'erin'),
      named: fc.boolean(),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      act: fc.constant('comment' as const),
      who,
      words: fc.constantFrom('/rollback', '/rollback', '/extend 3 days', '/extend 3 days', ...words),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constantFrom('edit-comment' as const, 'delete-comment' as const),
      who,
      which,
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('edit-issue' as const), who, asked }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('file' as const), asked }) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('hand-on-place' as const),
      what: touched,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constantFrom(
        'hand-elsewhere' as const,
        'push-branch' as const,
        'merge-by-hand' as const,
        'close' as const,
        'reopen' as const,
        'close-pull' as const,
        'go-away' as const,
        'nothing' as const,
        'nothing' as const,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('join' as const, 'leave' as const), who }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('change-type' as const), kind: fc.nat(kinds.length - 1) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('signal' as const),
      stage: fc.constantFrom(...stageNames),
      says: fc.constantFrom('success' as const, 'failure' as const, 'pending' as const),
      app: fc.constantFrom(sayer, sayer, 'other' as const),
      back: fc.nat(2),
    }),
  },
)

export const [hour, day] = [3600, 86_400]
const seconds = fc.oneof(
  { weight: 6, arbitrary: fc.nat(2) },
  { weight: 2, arbitrary: fc.nat(5 * hour) },
  { weight: 2, arbitrary: fc.nat(4 * day) },
)

const waking = fc.oneof(
  { weight: 6, arbitrary: fc.constant('run' as const) },
  { weight: 2, arbitrary: fc.constant('crash' as const) },
  { weight: 1, arbitrary: fc.constant('two' as const) },
  { weight: 1, arbitrary: fc.constant('lost' as const) },
  { weight: 1, arbitrary: fc.constant('sweep' as const) },
)

export const step: fc.Arbitrary<Step> = fc.record({
  of: fc.nat(3),
  act: acts,
  seconds,
  waking,
  cut: fc.nat(14),
  turns: fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
})

/** What people do one after the other about one issue, seconds apart; only a crash or a lost event comes in between. */
function thread(of: number, deeds: readonly Act[]): fc.Arbitrary<readonly Step[]> {
  const often = ['run', 'run', 'run', 'crash', 'two', 'lost', 'sweep'] as const
  return fc.tuple(
    ...deeds.map((act) =>
      fc.record({
        of: fc.constant(of),
        act: fc.constant(act),
        seconds: fc.integer({ min: 1, max: 2 }),
        waking: fc.constantFrom(...often),
        cut: fc.nat(14),
        turns: fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
      }),
    ),
  )
}

const approve = (login: (typeof people)[number], named = true) =>
  ({ act: 'approve', who: login, named }) as const
const say = (login: (typeof people)[number], said_: (typeof words)[number]) =>
  ({ act: 'comment', who: login, words: said_ }) as const

/** A request that is filed and approved, so that most histories tell of what comes after. */
export const opening = (of: number, what: fc.Arbitrary<number> = asked) =>
  what.chain((which) => thread(of, [{ act: 'file', asked: which }, approve('bob')]))
/** One that is taken back, or extended, whatever comes of it. */
export const later = fc
  .record({
    of: fc.nat(2),
    who: fc.constantFrom('alice', 'bob', 'dave'),
    words: fc.constantFrom('/rollback', '/extend 3 days', '/extend 3 days'),
    named: fc.constantFrom(true, true, true, false),
  })
  .chain(({ of, who: login, words: wish, named }) =>
    thread(of, [say(login, wish), approve('carol', named), approve('erin', named), approve('bob', named)]),
  )
/** The clock goes on. */
export const pause = fc
  .tuple(step, fc.integer({ min: 1, max: 3 }))
  .map(([each, days]) => [
    { ...each, seconds: days * day, act: { act: 'nothing' }, waking: 'sweep' } as const,
  ])

const hears = (stage: StageName, says: 'success' | 'failure') =>
  ({ act: 'signal', stage, says, app: sayer, back: 0 }) as const

/** Somebody asks for the next stage, after all stages were said to work or not to, and then the same is said of it; whatever comes of that. */
const onward = fc
  .record({
    of: fc.nat(2),
    who: fc.constantFrom('alice', 'bob', 'dave'),
    works: fc.constantFrom('success' as const, 'success' as const, 'success' as const, 'failure' as const),
    after: fc.constantFrom('success' as const, 'failure' as const),
    hours: fc.nat(1),
  })
  .chain(({ of, who: login, works, after, hours }) =>
    thread(of, [
      ...stageNames.map((stage) => hears(stage, works)),
      say(login, '/promote'),
      approve('carol'),
      approve('erin'),
      approve('bob'),
      hears('live', after),
      hears('world', after),
    ]).map((steps): readonly Step[] => [
      ...steps,
      ...steps.slice(-1).map((last) => passes(last, hours * hour)),
    ]),
  )

/** Time goes by, and whoever looks sees it. */
function passes(step: Step, time: number): Step {
  return { ...step, act: { act: 'nothing' }, seconds: time, waking: 'run' }
}

/** What has come to several stages goes back from one of them, and from those after it. */
const back = fc
  .record({
    of: fc.nat(2),
    stage: fc.constantFrom('dev' as const, 'live' as const, 'live' as const, 'world' as const),
    who: fc.constantFrom('alice', 'bob'),
  })
  .chain(({ of, stage, who: login }) =>
    thread(of, [
      say(login, `/rollback ${stage}`),
      approve('carol'),
      approve('erin'),
      approve('dave'),
      approve('carol'),
      approve('erin'),
    ]),
  )

/** Somebody changes what was merged, and somebody else wants it as it was; whatever comes of that. */
const again = fc
  .record({
    of: fc.nat(2),
    what: touched,
    who: fc.constantFrom('alice', 'alice', 'bob', 'dave', 'mallory'),
    words: fc.constantFrom('/restore', '/restore dev', '/restore dev', '/restore live'),
    first: fc.constantFrom('carol' as const, 'erin' as const),
  })
  .chain(({ of, what, who: login, words: wish, first }) =>
    thread(of, [
      { act: 'hand-on-place', what },
      say(login, wish),
      approve(first),
      approve(first === 'carol' ? 'erin' : 'carol'),
      approve('bob'),
    ]),
  )

/** How the types read at first; they are there. */
export const firstKind = fc.nat(kinds.length - 2)

export const history = fc.record({
  kind: firstKind,
  steps: fc
    .tuple(
      opening(0, fc.oneof(asked, staged)),
      opening(1),
      fc.array(
        fc.oneof(
          { weight: 6, arbitrary: step.map((each): readonly Step[] => [each]) },
          { weight: 4, arbitrary: later },
          { weight: 4, arbitrary: onward },
          { weight: 1, arbitrary: back },
          { weight: 2, arbitrary: again },
          { weight: 1, arbitrary: pause },
        ),
        { minLength: 2, maxLength: 12 },
      ),
    )
    .map(([one, other, rest]) => [...one, ...other, ...rest.flat()]),
})
