import type { InputField } from '../../model/form.js'
import type { Problem } from '../../model/problem.js'
import { unreachable } from '../../model/unreachable.js'
import { readCheckboxes, readDropdown } from './read-checkboxes.js'
import { readTextarea } from './read-textarea.js'
import { readUpload } from './read-upload.js'
import {
  emptyReading,
  noResponse,
  problemsPerFieldMax,
  type Reading,
  type Section,
  sectionProblem,
  trimAscii,
} from './section.js'
import { showText } from './show-text.js'
import { isBlank, isNothingSeen, trimUnseen, unseenCharacters } from './unseen-characters.js'

/** Reads the text of one section by the type of its field. */
export function readSection(section: Section, serverUrl: string): Reading {
  const { field } = section
  // The check boxes are always written, so that the words of an empty field are no answer there.
  if (field.type !== 'checkboxes' && isEmpty(section)) return emptyReading
  if (field.type === 'textarea') return readTextarea({ ...section, field })
  const headings = unknownHeadings(section)
  if (headings.length > 0) return { kind: 'problems', problems: headings }
  switch (field.type) {
    case 'input':
      return readInput({ ...section, field })
    case 'dropdown':
      return readDropdown({ ...section, field })
    case 'checkboxes':
      return readCheckboxes({ ...section, field })
    case 'upload':
      return readUpload({ ...section, field }, serverUrl)
    default:
      return unreachable(field)
  }
}

/** What nobody sees is no answer; in code everything is seen but blanks. */
function isEmpty({ field, lines }: Section): boolean {
  if (lines.length === 0) return true
  if (lines.length === 1 && trimUnseen(lines[0] ?? '') === noResponse) return true
  const text = lines.join('\n')
  if (field.type === 'textarea') return field.render === null && isNothingSeen(text)
  // A comment of several lines in a short answer may hide what was answered, and is refused as a second line.
  return lines.length === 1 ? isNothingSeen(text) : isBlank(text)
}

function unknownHeadings(section: Section): readonly Problem[] {
  const problems: Problem[] = []
  for (const [row, text] of section.lines.entries()) {
    if (!text.startsWith('###') || !/^###(?:[ \t]|$)/.test(text.slice(0, 4))) continue
    problems.push(
      sectionProblem(
        section,
        row,
        'form/unknown-heading',
        `The form has no section “${showText(text.slice(4))}”, which stands below “${section.field.label}”.`,
        `Edit the issue and remove the line; below “### ${section.field.label}” only its answer may stand.`,
      ),
    )
    if (problems.length >= problemsPerFieldMax) break
  }
  return problems
}

/** Reads a one-line text. */
function readInput(section: Section<InputField>): Reading {
  const value = trimUnseen(section.lines[0] ?? '')
  const extra = section.lines.findIndex((_, row) => row > 0)
  if (extra > 0) {
    const row = section.lines.findIndex((line, at) => at > 0 && trimAscii(line) !== '')
    const problem = sectionProblem(
      section,
      row,
      'form/input-multiline',
      `“${section.field.label}” takes one line, but “${showText(section.lines[row] ?? '')}” follows on line ${section.first + row + 1}.`,
      `Edit the issue and leave one line of text below “### ${section.field.label}”.`,
    )
    return { kind: 'problems', problems: [problem] }
  }
  const problems = unseenCharacters(section, 0, value)
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'value', value }
}
