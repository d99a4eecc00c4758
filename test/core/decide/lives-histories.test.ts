import fc from 'fast-check'
import { expect, test } from 'vitest'
import { verifyLedger } from '../../../src/core/ledger/verify-ledger.js'
import type { IssueNumber } from '../../../src/model/ids.js'
import type { LedgerRecord } from '../../../src/model/record.js'
import { user } from './given.js'
import { randomRun } from './random-run.js'
import {
  beginningOf,
  closed,
  committed,
  deletionOf,
  filed,
  issueOf,
  landed,
  momentOf,
  pushed,
  recordsOf,
  said,
  type Town,
  tipOf,
  withIssue,
} from './town.js'
import { type Judge, judge, judgeRest, land, newJudge } from './town-judge.js'
import { bodyOf, everyAsked, firstFiles, kinds } from './town-requests.js'
import { drive, driveBoth, type Place, sweep, run as wake } from './town-run.js'

/**
 * Each is a few requests over the same manifests, and two dozen random acts with the toolkit waking, crashing or asleep in between. About a dozen in a hundred
 * are extended, more are taken back and end: that each of these happens is asked for below, and in one portion of a thousand one does not.
 */
const run = randomRun('requests that live on', { portion: 60, all: 2000 })

/** Far above what a history takes on an idle machine, in milliseconds. */
const timeLimitMs = run.numRuns * 2000
/** Sweeps after which there has to be nothing left to write: one for each issue, because a merge of one moves the others, and one more. */
const sweepsMax = 6

const people = ['alice', 'bob', 'carol', 'dave', 'erin', 'mallory'] as const
const words = [
  '/rollback',
  '/rollback not needed',
  '/extend 3 days',
  '/hold wait',
  '/unhold',
  '/reject no',
  '/withdraw',
  'Thanks.',
] as const

type Act =
  | { readonly act: 'comment'; readonly who: (typeof people)[number]; readonly words: (typeof words)[number] }
  /** The digest is that of the last plan. */
  | { readonly act: 'approve'; readonly who: (typeof people)[number]; readonly named: boolean }
  | {
      readonly act: 'edit-comment' | 'delete-comment'
      readonly who: (typeof people)[number]
      readonly which: number
    }
  | { readonly act: 'edit-issue'; readonly who: (typeof people)[number]; readonly asked: number }
  | { readonly act: 'file'; readonly asked: number }
  | { readonly act: 'hand-on-place'; readonly what: 'red' | 'p' | 'page' }
  | {
      readonly act:
        | 'hand-elsewhere'
        | 'push-branch'
        | 'merge-by-hand'
        | 'close'
        | 'reopen'
        | 'close-pull'
        | 'nothing'
    }
  | { readonly act: 'join' | 'leave'; readonly who: (typeof people)[number] }
  | { readonly act: 'change-type'; readonly kind: number }

const who = fc.constantFrom(...people)
const which = fc.nat(20)
const asked = fc.nat(everyAsked.length - 1)
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
      what: fc.constantFrom('red' as const, 'p' as const, 'page' as const),
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
)

const [hour, day] = [3600, 86_400]
const seconds = fc.oneof(
  { weight: 6, arbitrary: fc.nat(2) },
  { weight: 2, arbitrary: fc.nat(5 * hour) },
  { weight: 2, arbitrary: fc.nat(4 * day) },
)

/** What becomes of the event: a run, one that crashes, two at once, nothing, or nothing until the sweep. */
type Waking = 'run' | 'crash' | 'two' | 'lost' | 'sweep'
const waking = fc.oneof(
  { weight: 6, arbitrary: fc.constant('run' as const) },
  { weight: 2, arbitrary: fc.constant('crash' as const) },
  { weight: 1, arbitrary: fc.constant('two' as const) },
  { weight: 1, arbitrary: fc.constant('lost' as const) },
  { weight: 1, arbitrary: fc.constant('sweep' as const) },
)

interface Step {
  readonly of: number
  readonly act: Act
  readonly seconds: number
  readonly waking: Waking
  /** Steps of the run before it crashes. */
  readonly cut: number
  readonly turns: readonly boolean[]
}

const step: fc.Arbitrary<Step> = fc.record({
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

const approve = (login: (typeof people)[number]) => ({ act: 'approve', who: login, named: true }) as const
const say = (login: (typeof people)[number], said_: (typeof words)[number]) =>
  ({ act: 'comment', who: login, words: said_ }) as const

/** A request that is filed and approved, so that most histories tell of what comes after. */
const opening = (of: number) =>
  asked.chain((which) => thread(of, [{ act: 'file', asked: which }, approve('bob')]))
/** One that is taken back, or extended, whatever comes of it. */
const later = fc
  .record({
    of: fc.nat(2),
    who: fc.constantFrom('alice', 'bob', 'dave'),
    words: fc.constantFrom('/rollback', '/extend 3 days'),
  })
  .chain(({ of, who: login, words: wish }) =>
    thread(of, [say(login, wish), approve('carol'), approve('erin'), approve('bob')]),
  )
/** The clock goes on. */
const pause = fc
  .tuple(step, fc.integer({ min: 1, max: 3 }))
  .map(([each, days]) => [
    { ...each, seconds: days * day, act: { act: 'nothing' }, waking: 'sweep' } as const,
  ])

const history = fc
  .tuple(
    opening(0),
    opening(1),
    fc.array(
      fc.oneof(
        { weight: 6, arbitrary: step.map((each): readonly Step[] => [each]) },
        { weight: 2, arbitrary: later },
        { weight: 1, arbitrary: pause },
      ),
      { minLength: 2, maxLength: 12 },
    ),
  )
  .map(([one, other, rest]) => [...one, ...other, ...rest.flat()])

test(
  'whatever people, hands, the clock and crashes do to requests after their merge, only what was approved is written, taken back and ended, and every run comes to rest',
  () => {
    const ends = new Map<string, number>()
    fc.assert(
      fc.property(history, (steps) => {
        for (const [what, times] of play(steps)) ends.set(what, (ends.get(what) ?? 0) + times)
      }),
      run,
    )
    // Properties of what never happens would prove nothing.
    for (const what of ['asked merged', 'taken-back merged', 'ended merged', 'extended unchanged'])
      expect({ what, happened: ends.has(what) }).toEqual({ what, happened: true })
  },
  timeLimitMs,
)

/** Plays a history; how chapters ended. */
function play(steps: readonly Step[]): Judge['ends'] {
  const place: Place = { town: beginningOf(kinds[0].policy, firstFiles) }
  const judged = newJudge()
  const witness = (
    town: Town,
    issue: IssueNumber,
    ...[effect]: readonly [Parameters<typeof judge>[3], unknown]
  ) => judge(judged, town, issue, effect)
  for (const { of, act, seconds: passed, waking: how, cut, turns } of steps) {
    place.town = { ...place.town, now: place.town.now + passed }
    const issues = [...place.town.issues.keys()]
    const issue = act.act === 'file' ? undefined : issues[of % Math.max(1, issues.length)]
    const touched = perform(place, judged, issue, act)
    if (how === 'sweep') sweep(place, witness)
    if (touched === null) continue
    if (how === 'run') drive(wake(place, touched, witness))
    if (how === 'crash') drive(wake(place, touched, witness), cut)
    if (how === 'two') driveBoth(wake(place, touched, witness), wake(place, touched, witness), turns)
  }
  // First what was begun, and then every end that is left.
  for (const passed of [1, 21 * day]) {
    place.town = { ...place.town, now: place.town.now + passed }
    let sweeps = 1
    while (sweep(place, witness)) {
      sweeps += 1
      if (sweeps > sweepsMax) throw new Error('the sweeps do not come to rest')
    }
    judgeRest(judged, place.town)
  }
  judgeLedger(place.town)
  return judged.ends
}

/** The ledger that was written verifies, but for what it tells itself of merges that were made by hand. */
function judgeLedger({ ledger }: Town): void {
  const { findings } = verifyLedger(ledger)
  expect(findings.filter(({ ofMerge }) => ofMerge !== true)).toEqual([])
}

/** Lets somebody do something; which issue the event names, or null. */
function perform(place: Place, judged: Judge, issue: IssueNumber | undefined, act: Act): IssueNumber | null {
  const { town } = place
  if (act.act === 'file') {
    const number = 42 + town.issues.size
    if (town.issues.size === 4) return null
    const chosen = everyAsked[act.asked]
    if (chosen === undefined) throw new Error('there is no such request')
    place.town = filed(town, number, town.issues.size === 2 ? 'carol' : 'alice', bodyOf(chosen))
    return issueOf(place.town, [...place.town.issues.keys()].at(-1) ?? issueNever()).number
  }
  if (issue === undefined) return null
  place.town = performed(town, judged, issue, act)
  return place.town === town && act.act !== 'nothing' ? null : issue
}

function issueNever(): never {
  throw new Error('an issue was filed')
}

function performed(town: Town, judged: Judge, number: IssueNumber, act: Exclude<Act, { act: 'file' }>): Town {
  const issue = issueOf(town, number)
  const mine = issue.comments.filter(({ own }) => !own)
  switch (act.act) {
    case 'comment':
      return said(town, number, user(act.who), act.words)
    case 'approve':
      return said(
        town,
        number,
        user(act.who),
        act.named ? `/approve ${lastDigest(town, number)}` : '/approve',
      )
    case 'edit-comment':
    case 'delete-comment': {
      const chosen = mine[act.which % Math.max(1, mine.length)]
      if (chosen === undefined) return town
      const rest = issue.comments.filter((each) => each !== chosen)
      if (act.act === 'delete-comment')
        return withIssue(town, {
          ...issue,
          comments: rest,
          deletions: [...issue.deletions, deletionOf(town, chosen, act.who)],
        })
      const at = momentOf(town)
      const edited = { ...chosen, body: 'Well.', lastEditedAt: at, editor: user(act.who) }
      return withIssue(town, {
        ...issue,
        comments: issue.comments.map((each) => (each === chosen ? edited : each)),
      })
    }
    case 'edit-issue': {
      const chosen = everyAsked[act.asked]
      // What an issue says after its merge counts for nothing; the oracle goes by what it said.
      if (chosen === undefined || wasMerged(town, number)) return town
      const at = momentOf(town)
      return withIssue(town, {
        ...issue,
        body: bodyOf(chosen),
        lastEditedAt: at,
        editors: [...issue.editors, user(act.who)],
      })
    }
    case 'hand-on-place':
      return committed(town, byHand(tipOf(town).files, act.what))
    case 'hand-elsewhere':
      return committed(
        town,
        new Map(
          [...tipOf(town).files].map(([path, text]) => [
            path,
            text.replace('how much', 'how many').replace('x', 'y'),
          ]),
        ),
      )
    case 'push-branch': {
      const [name, branch] = [...issue.branches].at(-1) ?? []
      if (name === undefined || branch === undefined) return town
      return pushed(town, issue, name, {
        ...branch,
        commits: 2,
        files: new Map([...branch.files, ['shadow.yaml', 'x: 1\n']]),
      })
    }
    case 'merge-by-hand': {
      const [name, pull] = [...issue.pulls].at(-1) ?? []
      const after = name === undefined ? null : landed(town, issue, name)
      if (pull === undefined || after === null) return town
      land(judged, town, after, number, pull, 'by hand')
      return after
    }
    case 'close-pull': {
      const [name, pull] = [...issue.pulls].at(-1) ?? []
      if (name === undefined || pull?.state !== 'open') return town
      return withIssue(town, {
        ...issue,
        pulls: new Map([...issue.pulls, [name, { ...pull, state: 'closed' }]]),
      })
    }
    case 'close':
      return closed(town, issue, false)
    case 'reopen':
      return issue.state === 'open'
        ? town
        : withIssue(town, {
            ...issue,
            state: 'open',
            stateReason: 'reopened',
            closing: null,
            reopenedAt: momentOf(town),
          })
    case 'join':
      return { ...town, members: new Set([...town.members, act.who]) }
    case 'leave':
      return { ...town, members: new Set([...town.members].filter((each) => each !== act.who)) }
    case 'change-type':
      return { ...town, policy: kinds[act.kind]?.policy ?? kinds[0].policy }
    case 'nothing':
      return town
  }
}

function wasMerged(town: Town, number: IssueNumber): boolean {
  return [...issueOf(town, number).pulls.values()].some(({ state }) => state === 'merged')
}

function lastDigest(town: Town, number: IssueNumber): string {
  const proposed = recordsOf(town, number).records.findLast(
    ({ predicate }: LedgerRecord) => predicate.decision === 'proposed',
  )
  return proposed?.predicate.plan?.digest.slice(0, 12) ?? '000000000000'
}

function byHand(files: ReadonlyMap<string, string>, what: 'red' | 'p' | 'page'): ReadonlyMap<string, string> {
  const changed = new Map(files)
  const limits = files.get('limits.yaml') ?? ''
  switch (what) {
    case 'red':
      return changed.set('limits.yaml', limits.replace(/red: \d/, 'red: 7'))
    case 'p':
      return changed.set(
        'limits.yaml',
        limits.includes('  - p\n') ? limits.replace('  - p\n', '') : `${limits}  - p\n`,
      )
    case 'page':
      return files.has('people/p.yaml') ? changed.set('people/p.yaml', 'person: p\nby: hand\n') : changed
  }
}
