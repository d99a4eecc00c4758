import type { CheckboxesField } from '../../model/form.js'
import type { Problem } from '../../model/problem.js'
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
