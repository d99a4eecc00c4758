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
import type { Afterwards } from './after-merge.js'
import { orderedRule, ruleText } from './rule-text.js'

/** Where a test came out otherwise than expected. */
export interface TestDifference {
  /** One sentence. */
  readonly what: string
  /** From what was expected (`-`) to what came out (`+`), or the change that nobody expected; null where the sentence says it all. */
  readonly diff: string | null
}

/** What came of a test's answers. */
export type TestOutcome = Result<{
  readonly plan: Plan
  readonly rules: readonly ApprovalRule[]
  /** Left out where the test ends with the merge. */
  readonly afterwards?: Afterwards
}>

/** Everything in which an outcome differs from what the test expects; nothing, if the test passes. */
export function judgeTest({ expect }: RequestTest, outcome: TestOutcome): readonly TestDifference[] {
  if (expect.kind === 'problems') return judgeProblems(expect.codes, outcome)
  if (!outcome.ok) {
    const told = outcome.problems.map(({ code, what }) => `${what} [${code}]`)
    return [
      { what: 'The request was expected to be accepted, and it is refused.', diff: `${told.join('\n')}\n` },
    ]
  }
  const { plan, rules, afterwards } = outcome.value
  return [
    ...judgePlan(expect, plan),
    ...judgeApprovers(expect, rules),
    ...judgeEnd(expect, plan),
    ...(afterwards === undefined ? [] : judgeAfterwards(expect, plan, afterwards)),
  ]
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

function judgeAfterwards(expect: Accepted, plan: Plan, found: Afterwards): readonly TestDifference[] {
  const end = plan.end === undefined ? 'never' : endText(plan.end)
  const plain = (what: string): readonly TestDifference[] => [{ what, diff: null }]
  switch (found.kind) {
    case 'not-comparable':
      return plain(
        `The request ends ${end}, with which “after” cannot be compared: where the end is a moment, write a moment there too, and else a time from the merge.`,
      )
    case 'in-force':
      return expect.afterwards === 'in-force'
        ? []
        : plain(`The request was expected to have ended by then, and it is in force: it ends ${end}.`)
    case 'taken-back': {
      if (expect.afterwards === 'in-force')
        return plain(`The request was expected to be in force then, and it has ended: it ends ${end}.`)
      if (plan.files.length === 0) return plain('Nothing is taken back, because the request changes nothing.')
      const { taken } = found
      if (taken.ok) return judgeFilesBack(expect.afterwards ?? new Map(), plan, taken.value.files)
      const told = taken.problems.map(({ code, what }) => `${what} [${code}]`)
      return [{ what: 'The request cannot be taken back.', diff: `${told.join('\n')}\n` }]
    }
    default:
      return unreachable(found)
  }
}

/** What is not expected otherwise has to be what it was before the request, byte for byte. */
function judgeFilesBack(
  expected: ReadonlyMap<string, string | null>,
  { files }: Plan,
  back: readonly PlannedFile[],
): readonly TestDifference[] {
  const textBack = new Map(back.map(({ path, after }) => [path, after?.text ?? null]))
  const untouched = [...expected.keys()].filter((path) => !files.some((file) => file.path === path))
  return [
    ...untouched.map((path) => ({
      what: `${path} was expected to be otherwise afterwards, and the request does not touch it.`,
      diff: null,
    })),
    ...files.flatMap(({ path, before, after }) => {
      const wanted = expected.has(path) ? (expected.get(path) ?? null) : (before?.text ?? null)
      const found = textBack.has(path) ? (textBack.get(path) ?? null) : (after?.text ?? null)
      if (wanted === found) return []
      if (wanted === null)
        return [{ what: `${path} was expected to be gone afterwards, and it is there.`, diff: null }]
      if (found === null) return [{ what: `${path} is gone afterwards, which was not expected.`, diff: null }]
      return compare(`${path} is something else afterwards than expected.`, wanted, found)
    }),
  ]
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
