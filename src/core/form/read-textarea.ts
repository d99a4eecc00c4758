import type { TextareaField } from '../../model/form.js'
import type { CodesOf } from '../../model/problem.js'
import { emptyReading, type Reading, type Section, sectionProblem, trimAscii } from './section.js'
import { showText } from './show-text.js'
import { isBlank } from './unseen-characters.js'

/** Reads a text of several lines: every byte of it, but for blank lines at both ends, or the text inside its code block. */
export function readTextarea(section: Section<TextareaField>): Reading {
  const { render } = section.field
  return render === null ? { kind: 'value', value: section.lines.join('\n') } : readRendered(section, render)
}

/**
 * The text between the code fences GitHub writes around it. Whether GitHub makes the fences longer than three backticks where the text has
 * backticks itself is not known, so that longer ones of equal length are taken too; what counts is that no line between can close them.
 */
function readRendered(section: Section<TextareaField>, render: string): Reading {
  const { lines, field } = section
  const opening = lines[0] ?? ''
  const closing = lines.at(-1) ?? ''
  const length = backticks(opening)
  const fence = '`'.repeat(length)
  if (length < 3 || opening !== fence + render) {
    return refuse(
      section,
      0,
      'form/fence-mismatch',
      `“${field.label}” must begin with the line “\`\`\`${render}” that the form wrote, but begins with “${showText(opening)}”.`,
    )
  }
  if (closing !== fence || lines.length < 2) {
    return refuse(
      section,
      lines.length - 1,
      'form/fence-mismatch',
      `“${field.label}” must end with a line “${fence.slice(0, 10)}” that closes its code block, but ends with “${showText(closing)}”.`,
    )
  }
  const inside = lines.slice(1, -1)
  const row = inside.findIndex((line) => couldClose(line, length))
  if (row >= 0) {
    return refuse(
      section,
      row + 1,
      'form/fence-ambiguous',
      `Line ${section.first + row + 2} in “${field.label}” closes the code block before its end.`,
      'Edit the issue and put four spaces in front of the line of backticks, or remove it.',
    )
  }
  return isBlank(inside.join('\n')) ? emptyReading : { kind: 'value', value: inside.join('\n') }
}

function refuse(
  section: Section<TextareaField>,
  row: number,
  code: CodesOf<'form'>,
  what: string,
  fix = `Edit the issue: write “\`\`\`${section.field.render}” on the first line, the text below it, and “\`\`\`” on the last line.`,
): Reading {
  return { kind: 'problems', problems: [sectionProblem(section, row, code, what, fix)] }
}

function couldClose(line: string, length: number): boolean {
  const text = trimAscii(line)
  const indent = line.length - line.trimStart().length
  return indent < 4 && text.length >= length && backticks(text) === text.length
}

function backticks(text: string): number {
  let end = 0
  while (text[end] === '`') end += 1
  return end
}
