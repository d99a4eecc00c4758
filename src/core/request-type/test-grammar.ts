import type { End } from '../../model/end.js'
import type { Place } from '../../model/plan.js'
import type { ExpectedFile, RequestTest, TestExpectation } from '../../model/request-test.js'
import { type Decoding, type Piece, report, type Words, type Wrong, wrong } from '../decode/decoding.js'
import { map, optional, required } from '../decode/keys.js'
import {
  anything,
  either,
  flag,
  leaf,
  list,
  mapOf,
  named,
  type Shape,
  text,
  textLike,
  textThat,
  to,
  whole,
  word,
} from '../decode/shape.js'
import { answers } from '../form/answers.js'
import { didYouMean } from '../text/closest-name.js'
import { durationPattern } from './duration.js'
import { wayOrFile } from './leaves.js'
import { momentPattern, readEnd } from './written-end.js'

/** Most tests of one request type: every run reads the whole file. */
const testsMax = 100

/** Whoever files the request of a test that does not say. */
const usualRequester = 'octocat'

const wholeText = textThat(() => true, 'the text of the file, as in "teams: []"')

const place: Shape<Place> = named(
  'plannedPlace',
  () =>
    map({
      document: optional(whole(0, 'the position of the document from 0, as in 0'), undefined, {
        says: 'The position of the document, counted from 0, where the file has several.',
        examples: [0],
      }),
      at: required(wayOrFile, 'at: [teams, 0]', {
        says: 'The way to the place: keys, positions counted from 0, and what one item of a list has.',
        examples: [['resources', 0]],
      }),
      old: optional(anything, undefined, {
        says: 'What was there; not compared where it is left out.',
        examples: ['1.4.1'],
      }),
      new: optional(anything, undefined, {
        says: 'What is there afterwards; left out, nothing.',
        examples: ['1.4.2'],
      }),
    }),
  'One place that changes, as issueops plan --json tells it.',
)

const fileWanted =
  'the whole text of the file afterwards, null where it is deleted, or the list of its changed places, as in [{ at: [teams, 0], new: core }]'

const file = either<ExpectedFile>(
  {
    where: (tree) => tree.kind === 'list',
    is: to(list(place, '[{ at: [teams, 0], new: core }]'), (places) => ({ kind: 'places', places })),
  },
  {
    where: () => true,
    is: leaf<ExpectedFile>({ type: ['string', 'null'] }, fileWanted, (tree) => {
      if (tree.kind !== 'scalar') return wrong
      if (tree.value === null) return { kind: 'deleted' }
      return typeof tree.value === 'string' ? { kind: 'text', text: tree.value } : wrong
    }),
  },
)

const texts = (example: string) => list(text(example), example)

/** When a request ends, without a time zone that would have to be looked up. */
const ends = to(
  textLike(
    new RegExp(`^(?:never|${momentPattern}|${durationPattern})$`),
    '2027-02-01T00:00:00Z, 30 days or never',
    'when the request ends',
  ),
  (found, decoding, piece): End | 'never' | Wrong =>
    found === 'never' ? found : endIn(found, decoding, piece),
)

/** A moment after the merge. */
const passed = to(
  textLike(
    new RegExp(`^(?:${momentPattern}|${durationPattern})$`),
    '30 days or 2027-02-01T00:00:00Z',
    'the time from the merge, or the moment it is by then',
  ),
  endIn,
)

function endIn(found: string, decoding: Decoding, { tree, place: at }: Piece): End | Wrong {
  return (
    readEnd(found, 'UTC') ??
    report(decoding, tree.line, {
      code: 'type/test',
      what: `“${at}” is “${found}”, and there is no such moment.`,
      fix: 'Write a moment as in 2027-02-01T00:00:00Z.',
    })
  )
}

/** What is left once time has passed or the request is taken back. */
const afterwards = either<'in-force' | ReadonlyMap<string, string | null>>(
  {
    where: (tree) => tree.kind === 'scalar',
    is: word(['in-force']),
  },
  {
    where: () => true,
    is: mapOf(
      leaf<string | null>(
        { type: ['string', 'null'] },
        'the whole text of the file, or null where it is gone',
        (tree) => {
          if (tree.kind !== 'scalar') return wrong
          return tree.value === null || typeof tree.value === 'string' ? tree.value : wrong
        },
      ),
      'in-force, or a map from path to the whole text of the file, as in { teams.yaml: "teams: []" }',
    ),
  },
)

/** What has to come of a test's answers: problems, or a plan, approvers and an end. */
const expectation: Shape<TestExpectation> = to(
  map(
    {
      plan: optional(
        mapOf(file, 'a map from path to what the file shall be, as in { teams.yaml: "teams: [core]" }'),
        null,
        {
          says: 'Every file that changes, by path: its whole text afterwards, null where it is deleted, or the list of its changed places.',
          examples: [{ 'teams.txt': 'payments\nsearch\n' }],
        },
      ),
      problems: optional(texts('[request/pattern]'), null, {
        says: 'The codes of all problems.',
        examples: [['request/pattern']],
      }),
      approvers: optional(texts('[2 of team:platform]'), null, {
        says: 'Every approval rule that applies: how many of whom.',
        examples: [['2 of team:platform, role:maintain']],
      }),
      ends: optional(ends, undefined, {
        says: 'When the request ends: a moment, a time from the merge, or never.',
        examples: ['2027-02-01T00:00:00Z', '30 days', 'never'],
      }),
      afterwards: optional(afterwards, undefined, {
        says: 'Beside after or rollback, what is left then: in-force, or the files that are otherwise than before the request, by path. Default: every byte is as before.',
        examples: ['in-force', { 'teams.txt': 'search\n' }],
      }),
    },
    { minProperties: 1, dependentSchemas: { problems: { maxProperties: 1 } } },
  ),
  ({ plan, problems, approvers, ...more }, decoding, piece) => {
    const accepted =
      plan !== null || approvers !== null || more.ends !== undefined || more.afterwards !== undefined
    if (problems !== null && !accepted) return { kind: 'problems', codes: problems }
    if (problems === null && accepted)
      return { kind: 'accepted', plan, approvers: approvers?.map(ruleText) ?? null, ...more }
    return report(decoding, piece.tree.line, {
      code: 'type/test',
      what:
        problems === null
          ? `“${piece.place}” says nothing.`
          : `“${piece.place}” expects problems and a plan, approvers or an end; a request with problems has none.`,
      fix: 'Write problems: alone, or some of plan:, approvers: and ends:, as in { plan: { teams.yaml: "teams: [core]" }, approvers: [role:maintain] }.',
    })
  },
)

/** `2 of a, b` with white space and the usual count written one way; groups and `nobody` stand as they are. */
function ruleText(written: string): string {
  const spaced = written.trim().split(/\s+/).join(' ').replaceAll(' ,', ',')
  return /^(?:\d+ of |all \(|any \(|nobody$)/.test(spaced) ? spaced : `1 of ${spaced}`
}

interface SaidLater {
  readonly after: End | undefined
  readonly rollback: boolean
  readonly expect: TestExpectation
}

/** What a test says of the time after the merge that cannot be. */
function laterFault({ after, rollback, expect }: SaidLater): Omit<Words, 'code'> | null {
  const later = after !== undefined || rollback
  if (after !== undefined && rollback)
    return {
      what: 'A test has both after and rollback, and one request is not ended and taken back.',
      fix: 'Write two tests.',
    }
  if (later && expect.kind === 'problems')
    return {
      what: 'A test expects problems, and a request with problems is never merged, so nothing comes after.',
      fix: 'Remove after and rollback.',
    }
  const left = expect.kind === 'accepted' ? expect.afterwards : undefined
  if (!later && left !== undefined)
    return {
      what: '“afterwards” says what is left, and nothing happens after the merge.',
      fix: 'Say what happens, as in after: 30 days or rollback: true.',
    }
  return rollback && left === 'in-force'
    ? {
        what: 'A request that is taken back is not in force.',
        fix: 'Remove afterwards, or rollback.',
      }
    : null
}

const test: Shape<RequestTest> = named(
  'test',
  () =>
    to(
      map({
        name: required(text('a namespace in dev'), 'name: a namespace in dev', {
          says: 'What is tested, in words.',
          examples: ['a namespace in dev'],
        }),
        requester: optional(text(usualRequester), usualRequester, {
          says: 'The login of whoever files the request.',
          default: usualRequester,
          examples: ['octocat'],
        }),
        answers: required(answers, 'answers: { name: payments }', {
          says: 'What is answered, by field id: a text, a list of options, or null for nothing.',
          examples: [{ name: 'payments', zones: ['a', 'b'], reason: null }],
        }),
        stage: optional(text('production'), undefined, {
          says: 'The stage that is tried, with its plan and approvers. Default: the first, where the request type has stages.',
          examples: ['production'],
        }),
        existing: optional(
          mapOf(wholeText, 'a map from path to the text of the file, as in { teams.yaml: "teams: []" }'),
          null,
          {
            says: 'The only manifests there are, text by path. Default: those of the repository as they stand.',
            examples: [{ 'teams.txt': 'search\n' }],
          },
        ),
        after: optional(passed, undefined, {
          says: 'Time that passes from the merge, or the moment it is by then: whatever has ended is taken back, and every byte has to be as before.',
          examples: ['30 days', '2027-02-01T00:00:00Z'],
        }),
        rollback: optional(flag, false, {
          says: 'Whether the request is taken back once it is merged; then every byte has to be as before.',
          default: false,
          examples: [true],
        }),
        expect: required(expectation, 'expect: { problems: [request/pattern] }', {
          says: 'What has to come of the answers: problems alone, or some of plan, approvers and ends.',
          examples: [{ approvers: ['1 of role:maintain'] }],
        }),
      }),
      ({ after, rollback, ...said }, decoding, piece): RequestTest | Wrong => {
        const fault = laterFault({ after, rollback, expect: said.expect })
        if (fault !== null) return report(decoding, piece.tree.line, { code: 'type/test', ...fault })
        const later = rollback
          ? ({ kind: 'rollback' } as const)
          : after && ({ kind: 'time', passed: after } as const)
        return { ...said, name: said.name.trim(), ...(later === undefined ? {} : { later }) }
      },
    ),
  'One test: answers to the form, and what is expected of them.',
)

/** What tests say of stages that the request type does not have, each with its place. */
export function stageFaults(
  tried: readonly RequestTest[],
  stages: readonly string[],
): readonly (Words & { readonly at: string })[] {
  return tried.flatMap(({ stage }, index) => {
    if (stage === undefined || stages.includes(stage)) return []
    const fix =
      stages.length === 0
        ? 'Remove stage from the test, or add stages to the request type.'
        : `${didYouMean(stage, stages)}The stages are: ${stages.join(', ')}.`
    const what = `A test tries the stage “${stage}”, and the request type has ${stages.length === 0 ? 'no stages' : 'none of that name'}.`
    return [{ at: `tests/${index}/stage`, code: 'type/test', what, fix }]
  })
}

/** The tests of a request type; they decide nothing about requests. */
export const tests: Shape<readonly RequestTest[]> = to(
  list(
    test,
    '[{ name: a namespace in dev, answers: { name: payments }, expect: { approvers: [role:maintain] } }]',
    { most: testsMax },
  ),
  (found, decoding, { tree, place: at }) => {
    const names = new Map<string, number>()
    for (const [index, { name }] of found.entries()) {
      const before = names.get(name)
      names.set(name, index)
      if (before === undefined) continue
      report(decoding, decoding.lines.get(`${at}/${index}`) ?? tree.line, {
        code: 'type/test',
        what: `Two tests are called “${name}”.`,
        fix: 'Give each test a name of its own.',
      })
    }
    return names.size === found.length ? found : wrong
  },
)
