import type { Form, FormField } from '../../model/form.js'
import type { Problem } from '../../model/problem.js'
import type { SubmissionOptions } from '../../model/submission.js'
import type { LineView } from '../text/visible-lines.js'
import { findAbsentSections } from './find-absent-sections.js'
import { findHiddenHeadings, type Heading } from './find-hidden-headings.js'
import { findLookalikes } from './find-lookalikes.js'
import { isBlankLine, listed, type Section, trimAscii } from './section.js'
import { showText } from './show-text.js'

/** What was found of a form in a body. */
export interface FoundSections {
  /** In form order, without those that could not be told apart; none when a heading stands too often. */
  readonly sections: readonly Section[]
  /** Fields whose section may be absent, and is. */
  readonly absent: readonly FormField[]
  readonly problems: readonly Problem[]
  /** Nothing of the form is there, nor anything like it. */
  readonly otherText?: true
  /** What does not stop the request, but an approver should know. */
  readonly warnings: readonly Problem[]
}

/**
 * Matches a body's headings with the form's labels: the same labels, as often and in the same order, and every one of them visible; only
 * sections that the options let be absent may be. A spoof
 * must add a heading, which is refused here, or stand in the place of the genuine one, which makes it an ordinary answer.
 * A label is looked up, never made into a pattern. Linear.
 */
export function findSections(
  form: Form,
  lines: readonly string[],
  views: readonly LineView[],
  options: SubmissionOptions,
): FoundSections {
  const fields = new Map<string, FormField[]>()
  for (const field of form.fields) {
    const label = trimAscii(field.label)
    fields.set(label, [...(fields.get(label) ?? []), field])
  }
  const headings = findHeadings(lines, fields)
  const first = headings[0]
  if (first === undefined) {
    const { problems, warnings } = findLookalikes(form, lines, views, new Set())
    const other = problems.length === 0 ? { otherText: true as const } : {}
    return { sections: [], absent: [], problems: [notThisForm(form), ...problems], warnings, ...other }
  }
  const duplicates = [...fields].flatMap(([label, same]) => duplicate(label, same, headings))
  const absent = findAbsentSections(form, fields, headings, options)
  const sections = duplicates.length > 0 ? [] : assign(form, fields, headings, lines)
  const lookalikes = findLookalikes(form, lines, views, fencedRows(sections, views))
  const repeated = new Set(duplicates.map((problem) => trimAscii(problem.label ?? '')))
  return {
    sections,
    absent: absent.fields,
    problems: [
      ...preamble(lines, first),
      ...duplicates,
      ...absent.problems,
      ...wrongOrder(form, sections),
      ...findHiddenHeadings(headings, views, repeated, fields),
      ...lookalikes.problems,
    ],
    warnings: [...absent.warnings, ...lookalikes.warnings],
  }
}

function findHeadings(lines: readonly string[], fields: ReadonlyMap<string, unknown>): readonly Heading[] {
  const headings: Heading[] = []
  for (let line = 0; line < lines.length; line += 1) {
    const text = lines[line] ?? ''
    if (!text.startsWith('### ')) continue
    const label = trimAscii(text.slice(4))
    if (fields.has(label)) headings.push({ label, line })
  }
  return headings
}

function notThisForm(form: Form): Problem {
  return {
    code: 'form/not-this-form',
    what: `The issue was not filed with the form “${form.name}”: none of its headings is there (${listed(form.fields.map((field) => field.label))}).`,
    fix: `Open a new issue with the form “${form.name}”.`,
  }
}

function preamble(lines: readonly string[], first: Heading): readonly Problem[] {
  const line = lines.findIndex((text) => !isBlankLine(text))
  if (line >= first.line) return []
  return [
    {
      code: 'form/preamble',
      line: line + 1,
      what: `Text stands before the first heading of the form: “${showText(lines[line] ?? '')}”.`,
      fix: `Edit the issue and remove everything before “### ${first.label}”, or move it into one of the fields.`,
    },
  ]
}

function duplicate(
  label: string,
  same: readonly FormField[],
  headings: readonly Heading[],
): readonly Problem[] {
  const found = headings.filter((heading) => heading.label === label).map((heading) => heading.line + 1)
  const [field] = same
  if (field === undefined || found.length <= same.length) return []
  const times = same.length === 1 ? 'once' : `${same.length} times`
  return [
    {
      code: 'form/duplicate-heading',
      field: field.id,
      label: field.label,
      line: found[0] ?? 1,
      what: `The heading “${label}” stands ${found.length} times, on lines ${numbers(found)}; the form has it ${times}.`,
      fix: `Edit the issue: remove the line “### ${label}” that is not the form's own, or put four spaces in front of it.`,
    },
  ]
}

/** Gives each heading its field; equal labels are told apart by their order, and not at all when one of them is missing. */
function assign(
  form: Form,
  fields: ReadonlyMap<string, readonly FormField[]>,
  headings: readonly Heading[],
  lines: readonly string[],
): readonly Section[] {
  const place = new Map<FormField, Section>()
  const seen = new Map<string, number>()
  const counts = new Map<string, number>()
  for (const { label } of headings) counts.set(label, (counts.get(label) ?? 0) + 1)
  for (const [index, { label, line }] of headings.entries()) {
    const same = fields.get(label) ?? []
    const before = seen.get(label) ?? 0
    seen.set(label, before + 1)
    const field = same[before]
    if (field === undefined || counts.get(label) !== same.length) continue
    place.set(field, section(field, line, headings[index + 1]?.line ?? lines.length, lines))
  }
  return form.fields.flatMap((field) => place.get(field) ?? [])
}

function section(field: FormField, heading: number, end: number, lines: readonly string[]): Section {
  let first = heading + 1
  let last = end
  while (first < last && isBlankLine(lines[first] ?? '')) first += 1
  while (last > first && isBlankLine(lines[last - 1] ?? '')) last -= 1
  return { field, heading, first: first === last ? heading : first, lines: lines.slice(first, last) }
}

function wrongOrder(form: Form, sections: readonly Section[]): readonly Problem[] {
  let before: Section | null = null
  for (const each of sections) {
    if (before !== null && each.heading < before.heading) {
      return [
        {
          code: 'form/wrong-order',
          field: each.field.id,
          label: each.field.label,
          line: each.heading + 1,
          what: `The section “${each.field.label}” on line ${each.heading + 1} stands before “${before.field.label}” on line ${before.heading + 1}, but comes after it in the form.`,
          fix: `Edit the issue and put the sections into the order of the form: ${listed(form.fields.map((field) => field.label))}.`,
        },
      ]
    }
    before = each
  }
  return []
}

/** The lines inside the proven code block of a field that GitHub renders as code. */
function fencedRows(sections: readonly Section[], views: readonly LineView[]): ReadonlySet<number> {
  const rows = new Set<number>()
  for (const { field, first, lines } of sections) {
    if (field.type !== 'textarea' || field.render === null) continue
    for (let line = first; line < first + lines.length; line += 1) {
      if (views[line]?.kind === 'fence' && views[line]?.openedAt === first) rows.add(line)
    }
  }
  return rows
}

/** Most line numbers in one sentence. */
const numbersMax = 10

function numbers(lines: readonly number[]): string {
  const more = lines.length - numbersMax
  return more > 0 ? `${lines.slice(0, numbersMax).join(', ')} and ${more} more` : lines.join(' and ')
}
