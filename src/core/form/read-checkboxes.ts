import type { CheckboxesField, DropdownField } from '../../model/form.js'
import type { CodesOf, Problem } from '../../model/problem.js'
import { decodeOptions } from './decode-options.js'
import {
  emptyReading,
  isBlankLine,
  listed,
  problemsPerFieldMax,
  type Reading,
  type Section,
  sectionProblem,
  trimAscii,
} from './section.js'
import { quoteText, showText } from './show-text.js'
import { unseenCharacters } from './unseen-characters.js'

/** Reads the ticked options. GitHub writes every option, in the order of the form, ticked or not; nothing else may stand there. */
export function readCheckboxes(section: Section<CheckboxesField>): Reading {
  const labels = section.field.options.map((option) => trimAscii(option.label))
  const ticked = new Set<number>()
  const problems: Problem[] = []
  const seen = new Set<number>()
  let before = -1
  for (const [row, line] of section.lines.entries()) {
    if (isBlankLine(line)) continue
    const box = boxOf(line)
    const index = box === null ? -1 : labels.indexOf(box.label)
    const what = wrongLine(line, index, before, seen)
    if (what !== null) problems.push(mismatch(section, row, what))
    if (problems.length >= problemsPerFieldMax) break
    if (index < 0) continue
    seen.add(index)
    before = Math.max(before, index)
    if (box?.ticked === true) ticked.add(index)
  }
  for (const [index, label] of labels.entries()) {
    if (!seen.has(index))
      problems.push(mismatch(section, null, `The line of the check box “${label}” is missing.`))
  }
  if (problems.length > 0) return { kind: 'problems', problems: problems.slice(0, problemsPerFieldMax) }
  return readTicks(section, labels, ticked)
}

/** `- [ ] label`, `- [x] label` or `- [X] label`: GitHub wrote a capital until 2024, and a click in the browser writes a small letter. */
function boxOf(line: string): { readonly label: string; readonly ticked: boolean } | null {
  const box = line.slice(0, 6)
  if (box !== '- [ ] ' && box !== '- [x] ' && box !== '- [X] ') return null
  return { label: trimAscii(line.slice(6)), ticked: box !== '- [ ] ' }
}

function wrongLine(line: string, index: number, before: number, seen: ReadonlySet<number>): string | null {
  if (index < 0) return `${quoteText(line)} is not a check box of the form.`
  if (seen.has(index)) return `The check box “${showText(line.slice(6))}” stands twice.`
  return index < before ? `The check box “${showText(line.slice(6))}” is not in its place.` : null
}

function mismatch(section: Section<CheckboxesField>, row: number | null, what: string): Problem {
  const boxes = listed(section.field.options.map((option) => `- [ ] ${option.label}`))
  return sectionProblem(
    section,
    row,
    'form/checkbox-mismatch',
    what,
    `Edit the issue so that “${section.field.label}” has exactly these lines in this order, with [x] in the ticked ones: ${boxes}.`,
  )
}

function readTicks(
  section: Section<CheckboxesField>,
  labels: readonly string[],
  ticked: ReadonlySet<number>,
): Reading {
  const problems = section.field.options.flatMap((option, index) => {
    if (!option.required || ticked.has(index)) return []
    return [
      sectionProblem(
        section,
        null,
        'form/required',
        `The check box “${option.label}” of “${section.field.label}” must be ticked.`,
        'Tick it in the issue, if it is true.',
      ),
    ]
  })
  if (problems.length > 0) return { kind: 'problems', problems }
  if (ticked.size === 0) return emptyReading
  return { kind: 'value', value: labels.filter((_, index) => ticked.has(index)) }
}

/** GitHub's own option in a dropdown that need not be answered. Source: “Syntax for GitHub's form schema”, dropdown. */
const noOption = 'None'

/** Reads the chosen option, or the chosen options in the order of the form. */
export function readDropdown(section: Section<DropdownField>): Reading {
  const { options, multiple } = section.field
  const text = trimAscii(section.lines.join('\n'))
  if (!multiple && options.includes(text)) return { kind: 'value', value: text }
  // In a required dropdown None is no answer either: it is reported as missing, which says more than “unknown option”.
  if (text === noOption && !options.includes(noOption)) return emptyReading
  if (!multiple) return unknown(section, text)
  const decoded = decodeOptions(text, options)
  switch (decoded.kind) {
    case 'unknown':
      return unknown(section, decoded.piece)
    case 'repeated':
      return refuse(
        section,
        'form/option-unknown',
        `“${decoded.option}” is chosen twice in “${section.field.label}”.`,
      )
    case 'ambiguous':
      return refuse(
        section,
        'form/option-ambiguous',
        `${quoteText(text)} can be read as different choices, because some options of “${section.field.label}” have commas in them.`,
        'Choose fewer options, or ask the owner of the form to take the commas out of its options.',
      )
    case 'chosen':
      return { kind: 'value', value: decoded.options }
  }
}

function unknown(section: Section<DropdownField>, piece: string): Reading {
  const problems = unseenCharacters(section, 0, piece.slice(0, piece.indexOf('\n') >>> 0))
  if (problems.length > 0) return { kind: 'problems', problems }
  return refuse(
    section,
    'form/option-unknown',
    `${quoteText(piece)} is not an option of “${section.field.label}”.`,
  )
}

function refuse(
  section: Section<DropdownField>,
  code: CodesOf<'form'>,
  what: string,
  fix = `Edit the issue and choose ${section.field.multiple ? 'from' : 'one of'}: ${listed(section.field.options)}.`,
): Reading {
  return { kind: 'problems', problems: [sectionProblem(section, 0, code, what, fix)] }
}
