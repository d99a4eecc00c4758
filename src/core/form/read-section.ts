import type { Problem } from '../../model/problem.js'
import { unreachable } from '../../model/unreachable.js'
import { isBlank, isNothingSeen } from './nothing-seen.js'
import { readCheckboxes } from './read-checkboxes.js'
import { readDropdown } from './read-dropdown.js'
import { readInput } from './read-input.js'
import { readTextarea } from './read-textarea.js'
import { readUpload } from './read-upload.js'
import {
  emptyReading,
  noResponse,
  problemsPerFieldMax,
  type Reading,
  type Section,
  sectionProblem,
} from './section.js'
import { showText } from './show-text.js'
import { trimUnseen } from './trim-unseen.js'

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
