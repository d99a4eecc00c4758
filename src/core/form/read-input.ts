import type { InputField } from '../../model/form.js'
import { type Reading, type Section, sectionProblem, trimAscii } from './section.js'
import { showText } from './show-text.js'
import { trimUnseen } from './trim-unseen.js'
import { unseenCharacters } from './unseen-characters.js'

/** Reads a one-line text. */
export function readInput(section: Section<InputField>): Reading {
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
