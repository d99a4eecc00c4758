import type { Form } from '../../model/form.js'
import type { PolicyFile } from '../../model/policy.js'
import type { RequestType } from '../../model/request-type.js'
import type { SubmissionResult } from '../../model/submission.js'
import { parseForm } from '../form/parse-form.js'
import { parseSubmission } from '../form/parse-submission.js'

/** To which request type an issue belongs. */
export type Selection =
  /** Not a request: nothing is ever written. */
  | { readonly kind: 'none' }
  | {
      readonly kind: 'one'
      readonly type: RequestType
      readonly form: Form
      readonly submission: SubmissionResult
    }
  /** Several fit equally; a maintainer has to tell their forms apart. */
  | { readonly kind: 'ambiguous'; readonly types: readonly RequestType[] }

interface Contender {
  readonly type: RequestType
  readonly form: Form
  readonly submission: SubmissionResult
  /** How many of the form's headings are in the issue. */
  readonly found: number
  /** How many are not. */
  readonly lacking: number
  /** How many labels the form sets, if the issue has them all; else -1, less than a form that sets none. */
  readonly labels: number
}

/**
 * An issue belongs to the request type whose form its text fits:
 *
 * 1. Types whose form fits win, those first of which fewest sections are absent (none, unless the request type allows it). Among
 *    several, the one with most of its form's labels on the issue, if the issue has them all, wins.
 * 2. If none fits, the issue belongs to a type with problems, so that its author is told what to mend. Most headings found win, then
 *    fewest lacking, then labels.
 * 3. What is still equal is ambiguous. Everything else is none.
 *
 * Of a form of which sections are absent, more than half of the headings must be there (one heading in common, such as
 * “Description”, makes no request of a bug report), or the form sets labels and the issue has all of them. Two headings are enough to be told
 * what to mend where the issue has no others, and no other form has them in fewer.
 * Labels never outweigh text: anyone with triage can set them. Total, and independent of the order of the candidates.
 * @param others forms of the repository that no request type uses.
 */
export function selectType(
  candidates: readonly { readonly type: RequestType; readonly form: Form }[],
  issue: { readonly body: string; readonly labels: readonly string[] },
  others: readonly PolicyFile[] = [],
): Selection {
  const headings = headingsOf(issue.body)
  const contenders: Contender[] = []
  for (const { type, form } of candidates) {
    const wanted = new Set(form.fields.map((field) => trimmed(field.label)))
    const found = [...wanted].filter((label) => headings.has(label)).length
    const labels = hasAll(issue.labels, form.labels) ? form.labels.length : -1
    // Reading is the dear part; a form without any heading in the text cannot fit.
    if (found === 0 && labels <= 0) continue
    const submission = parseSubmission(form, issue.body, type.reading)
    contenders.push({ type, form, submission, found, lacking: wanted.size - found, labels })
  }
  const near = contenders.filter(({ found, lacking, labels }) => found > lacking || labels > 0)
  const fitting = near.filter(({ submission }) => submission.ok)
  if (fitting.length > 0) return best(fitting, [(each) => -each.lacking, (each) => each.labels])
  if (near.length === 0) return best(remnants(contenders, headings, others), usualMeasures)
  return best(near, usualMeasures)
}

const usualMeasures: readonly ((each: Contender) => number)[] = [
  (each) => each.found,
  (each) => -each.lacking,
  (each) => each.labels,
]

/** Headings that make a text the remnant of a form, where it has no others: one is in many texts. */
const remnantMin = 2

/** Types of whose form something is left in a text that is nobody else's: staying silent would lose a request. */
function remnants(
  contenders: readonly Contender[],
  headings: ReadonlySet<string>,
  others: readonly PolicyFile[],
): readonly Contender[] {
  const left = contenders.filter(
    ({ found, submission }) => found >= remnantMin && found === headings.size && !submission.ok,
  )
  if (left.length === 0) return []
  const elsewhere = others.map((file) => lackingOf(file, headings)).filter((lacking) => lacking !== null)
  return left.filter(({ lacking }) => elsewhere.every((less) => less > lacking))
}

/** How many headings of a form a text lacks; null where it has one that is not of the form. */
function lackingOf({ path, blob, text }: PolicyFile, headings: ReadonlySet<string>): number | null {
  if (text === null) return null
  const form = parseForm({ file: path.slice(path.lastIndexOf('/') + 1), blob, text })
  if (!form.ok) return null
  const wanted = new Set(form.value.fields.map((field) => trimmed(field.label)))
  return [...headings].every((heading) => wanted.has(heading)) ? wanted.size - headings.size : null
}

/** The texts of all lines that begin like a section of an issue form. Line ends as in `parseSubmission`. */
function headingsOf(body: string): ReadonlySet<string> {
  const headings = new Set<string>()
  for (const line of body.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n')) {
    if (line.startsWith('### ')) headings.add(trimmed(line.slice(4)))
  }
  return headings
}

/** Without ASCII spaces and tabs at both ends; `trim` would take more. */
function trimmed(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isBlank(text[from])) from += 1
  while (to > from && isBlank(text[to - 1])) to -= 1
  return text.slice(from, to)
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t'
}

/** GitHub's labels do not distinguish case. */
function hasAll(labels: readonly string[], wanted: readonly string[]): boolean {
  const there = new Set(labels.map((label) => label.toLowerCase()))
  return wanted.every((label) => there.has(label.toLowerCase()))
}

/** The one contender that is first by the first measure that tells them apart. */
function best(
  contenders: readonly Contender[],
  measures: readonly ((each: Contender) => number)[],
): Selection {
  let leading = contenders
  for (const measure of measures) {
    const most = Math.max(...leading.map(measure))
    leading = leading.filter((each) => measure(each) === most)
  }
  const [first, ...others] = leading
  if (first === undefined) return { kind: 'none' }
  if (others.length > 0) {
    const types = leading.map(({ type }) => type)
    return { kind: 'ambiguous', types: types.sort((a, b) => (a.path < b.path ? -1 : 1)) }
  }
  return { kind: 'one', type: first.type, form: first.form, submission: first.submission }
}
