import { createTwoFilesPatch } from 'diff'
import type { End } from '../../../model/end.js'
import type { Place, Plan, PlannedFile } from '../../../model/plan.js'
import type { Result } from '../../../model/problem.js'
import type { ExpectedFile, RequestTest, TestExpectation } from '../../../model/request-test.js'
import type { ApprovalRule } from '../../../model/request-type.js'
import { unreachable } from '../../../model/unreachable.js'
import { endText } from '../../report/end-words.js'
import { planDiff } from '../../report/plan-diff.js'
import { canonicalJson } from '../../text/digest.js'
import { orderedRule, ruleText } from './rule-text.js'

/** Where a test came out otherwise than expected. */
export interface TestDifference {
  /** One sentence. */
  readonly what: string
  /** From what was expected (`-`) to what came out (`+`), or the change that nobody expected; null where the sentence says it all. */
  readonly diff: string | null
}

/** What came of a test's answers. */
export type TestOutcome = Result<{ readonly plan: Plan; readonly rules: readonly ApprovalRule[] }>

/** Everything in which an outcome differs from what the test expects; nothing, if the test passes. */
export function judgeTest({ expect }: RequestTest, outcome: TestOutcome): readonly TestDifference[] {
  if (expect.kind === 'problems') return judgeProblems(expect.codes, outcome)
  if (!outcome.ok) {
    const told = outcome.problems.map(({ code, what }) => `${what} [${code}]`)
    return [
      { what: 'The request was expected to be accepted, and it is refused.', diff: `${told.join('\n')}\n` },
    ]
  }
  const { plan, rules } = outcome.value
  return [...judgePlan(expect, plan), ...judgeApprovers(expect, rules), ...judgeEnd(expect, plan)]
}

function judgeProblems(codes: readonly string[], outcome: TestOutcome): readonly TestDifference[] {
  if (outcome.ok) {
    return [
      {
        what: `The request was expected to be refused with ${codes.join(', ')}, and it is accepted.`,
        diff: null,
      },
    ]
  }
  const found = outcome.problems.map(({ code }) => code)
  return compare('The problems are others than expected.', lines(codes), lines(found))
}

type Accepted = Extract<TestExpectation, { readonly kind: 'accepted' }>

function judgeApprovers({ approvers }: Accepted, rules: readonly ApprovalRule[]): readonly TestDifference[] {
  if (approvers === null) return []
  const found = rules.map(ruleText)
  return compare('Others have to approve than expected.', lines(approvers.map(orderedRule)), lines(found))
}

function judgeEnd({ ends }: Accepted, { end }: Plan): readonly TestDifference[] {
  if (ends === undefined) return []
  const words = (each: End | 'never') => `${each === 'never' ? each : endText(each)}\n`
  return compare('The request ends at another time than expected.', words(ends), words(end ?? 'never'))
}

function judgePlan({ plan }: Accepted, { files }: Plan): readonly TestDifference[] {
  if (plan === null) return []
  const missing = [...plan.keys()].filter((path) => !files.some((file) => file.path === path))
  return [
    ...missing.map((path) => ({
      what: `${path} was expected to change, and it stays as it is.`,
      diff: null,
    })),
    ...files.flatMap((file) => {
      const expected = plan.get(file.path)
      return expected === undefined ? [unexpected(file)] : judgeFile(file, expected)
    }),
  ]
}

const verbs = { create: 'created', update: 'changed', delete: 'deleted' } as const

function unexpected(file: PlannedFile): TestDifference {
  return {
    what: `${file.path} is ${verbs[file.change]}, which was not expected.`,
    diff: planDiff({ files: [file] }),
  }
}

function judgeFile(file: PlannedFile, expected: ExpectedFile): readonly TestDifference[] {
  const what = `${file.path} becomes something else than expected.`
  switch (expected.kind) {
    case 'deleted':
      return file.after === null
        ? []
        : [{ what: `${file.path} was expected to be deleted, and it is ${verbs[file.change]}.`, diff: null }]
    case 'text':
      return file.after === null
        ? [{ what: `${file.path} is deleted, which was not expected.`, diff: null }]
        : compare(what, expected.text, file.after.text)
    case 'places':
      return compare(what, ...placeLines(expected.places, file.places))
    default:
      return unreachable(expected)
  }
}

/** Both lists of places as lines that can be compared; what was there is left out where the test does not say. */
function placeLines(expected: readonly Place[], found: readonly Place[]): readonly [string, string] {
  const keyed = new Map(expected.map((place) => [placeKey(place), place]))
  const shown = found.map((place) => {
    const { old, ...rest } = place
    return keyed.get(placeKey(place))?.old === undefined ? rest : place
  })
  return [lines(expected.map(placeText)), lines(shown.map(placeText))]
}

function placeKey({ document, at }: Place): string {
  return JSON.stringify([document ?? null, at])
}

function placeText({ document, at, old, new: after }: Place): string {
  const parts = { document, at, old, new: after }
  return Object.entries(parts)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${canonicalJson(value)}`]))
    .join(', ')
}

function lines(texts: readonly string[]): string {
  return texts
    .toSorted()
    .map((text) => `${text}\n`)
    .join('')
}

/** Nothing if both texts are the same, else the difference without the library's header lines. */
function compare(what: string, expected: string, found: string): readonly TestDifference[] {
  if (expected === found) return []
  const patch = createTwoFilesPatch('expected', 'found', expected, found, undefined, undefined, {
    context: 3,
  })
  return [{ what, diff: patch.slice(patch.indexOf('@@')) }]
}
