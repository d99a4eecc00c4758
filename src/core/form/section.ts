import type { FormField } from '../../model/form.js'
import type { CodesOf, Problem } from '../../model/problem.js'
import type { FieldValue } from '../../model/submission.js'

export { isBlankLine } from '../text/page-lines.js'

/** The part of the body below one field's heading. Lines are indexes from 0. */
export interface Section<Field extends FormField = FormField> {
  readonly field: Field
  readonly heading: number
  /** First line of the text; `heading` when there is none. */
  readonly first: number
  /** The text, blank lines at both ends dropped; empty when there is none. */
  readonly lines: readonly string[]
}

/** What a section says. `empty` is apart from null, so that a value with problems is not taken for a missing one. */
export type Reading =
  | { readonly kind: 'value'; readonly value: FieldValue }
  | { readonly kind: 'empty' }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }

/** GitHub's text for a field that was left empty. Seen in public issues since 2021; it cannot be configured. */
export const noResponse = '_No response_'

/** Most problems told about one field: more of the same would bury the others. */
export const problemsPerFieldMax = 20

export const emptyReading: Reading = { kind: 'empty' }

/** A problem of one section; `row` is the line of its text, null for the heading. */
export function sectionProblem(
  section: Section,
  row: number | null,
  code: CodesOf<'form'>,
  what: string,
  fix: string,
): Problem {
  const line = (row === null ? section.heading : section.first + row) + 1
  return { code, field: section.field.id, label: section.field.label, line, what, fix }
}

/** ASCII spaces and tabs at both ends dropped; other white space is text, because readers and machines disagree about it. */
export function trimAscii(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isAsciiBlank(text[start])) start += 1
  while (end > start && isAsciiBlank(text[end - 1])) end -= 1
  return text.slice(start, end)
}

/** Some names as a sentence lists them. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, listedMax).map((name) => `“${name}”`)
  if (names.length > listedMax) shown.push(`${names.length - listedMax} more`)
  return shown.join(', ')
}

/** Most names in one list of a sentence. */
const listedMax = 30

function isAsciiBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t'
}
