import type { Form, FormField } from '../../model/form.js'
import type { Problem } from '../../model/problem.js'
import type { LineView } from '../text/visible-lines.js'
import { findHtmlHeadings, headingLine } from './find-hidden-headings.js'
import { labelMatcher } from './label-matcher.js'
import { renderedText } from './rendered-text.js'
import { problemsPerFieldMax, trimAscii } from './section.js'
import { showText } from './show-text.js'

/** What looks like a heading of the form. */
export interface Lookalikes {
  readonly problems: readonly Problem[]
  /** Lines a reader can tell apart from the form's headings, if only just. */
  readonly warnings: readonly Problem[]
}

/** A line with the field whose heading it could be taken for. */
interface Lookalike {
  readonly line: number
  readonly level: number
  readonly field: FormField
}

/**
 * Lines that a reader would take for a heading of the form although they are not: without the blank behind `###`, indented, with `#` at
 * the end, in other letter case, with invisible characters, letters of other scripts, links, tags or character references, or written in HTML.
 * A heading of another level is smaller or larger, and one inside a code block is shown as code: those are warnings.
 * @param rendered lines inside the code block of a field that GitHub renders as code.
 */
export function findLookalikes(
  form: Form,
  lines: readonly string[],
  views: readonly LineView[],
  rendered: ReadonlySet<number>,
): Lookalikes {
  const problems: Problem[] = []
  const warnings: Problem[] = []
  const found = { problems, warnings, rendered, lines }
  const labels = new Set(form.fields.map((field) => trimAscii(field.label)))
  const match = labelMatcher(form.fields)
  for (let line = 0; line < lines.length; line += 1) {
    const text = lines[line] ?? ''
    const heading = headingLine(text)
    if (heading === null || (text.startsWith('### ') && labels.has(trimAscii(text.slice(4))))) continue
    const other = heading.level !== 3
    if (other && !(heading.genuine && views[line]?.kind === 'text')) continue
    if (isFull(other || rendered.has(line) ? warnings : problems)) continue
    const field = match(heading.text)
    if (field !== null) note(found, { line, level: heading.level, field })
  }
  for (const { line, level, text } of findHtmlHeadings(lines)) {
    if (isFull(level === 3 ? problems : warnings) || isCode(views[line])) continue
    // The whole element, and where its end is missing its first paragraph.
    const seen = renderedText(text).trim()
    const field = match(seen) ?? (seen.includes('\n\n') ? match(seen.slice(0, seen.indexOf('\n\n'))) : null)
    if (field !== null) note(found, { line, level, field })
  }
  return { problems, warnings }
}

function isFull(list: readonly Problem[]): boolean {
  return list.length >= problemsPerFieldMax
}

/** What stands in code or in a quotation is not taken for the form's own. */
function isCode(view: LineView | undefined): boolean {
  return view?.kind === 'fence' || view?.kind === 'indented' || view?.kind === 'quote'
}

interface Found {
  readonly problems: Problem[]
  readonly warnings: Problem[]
  readonly rendered: ReadonlySet<number>
  readonly lines: readonly string[]
}

function note({ problems, warnings, rendered, lines }: Found, { line, level, field }: Lookalike): void {
  const place = { field: field.id, label: field.label, line: line + 1 }
  const shown = `Line ${line + 1}, “${showText(lines[line] ?? '')}”,`
  if (level !== 3) {
    warnings.push({
      ...place,
      code: 'form/heading-level',
      what: `${shown} is a heading of another size with the words of “${field.label}”; it was read as text.`,
      fix: 'Nothing needs to be done; put four spaces in front of the line if readers should not take it for a field.',
    })
    return
  }
  const problem: Problem = {
    ...place,
    code: 'form/confusable-heading',
    what: `${shown} looks like the heading “${field.label}” but is not exactly that.`,
    fix: `Edit the issue: write “### ${field.label}” if it is the form's heading; if it is text, put four spaces in front of it.`,
  }
  if (rendered.has(line)) warnings.push(problem)
  else problems.push(problem)
}
