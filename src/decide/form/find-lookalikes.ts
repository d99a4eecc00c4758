import type { Form, FormField } from '../../model/form.js'
import type { Problem } from '../../model/problem.js'
import { foldHeading, foldLabel } from './fold-heading.js'
import { problemsPerFieldMax, trimAscii } from './section.js'
import { showText } from './show-text.js'

/**
 * Lines that a reader would take for a heading of the form although they are not: without the blank behind `###`, indented, with `#` at
 * the end, in other letter case, with invisible or look-alike characters.
 * @param exempt lines that a reader sees as code, because GitHub renders their field as code.
 */
export function findLookalikes(
  form: Form,
  lines: readonly string[],
  exempt: ReadonlySet<number>,
): readonly Problem[] {
  const labels = new Set(form.fields.map((field) => trimAscii(field.label)))
  const folded = new Map<string, FormField>()
  for (const field of form.fields) folded.set(foldLabel(field.label), field)
  folded.delete('')
  const problems: Problem[] = []
  for (const [line, text] of lines.entries()) {
    if (exempt.has(line) || (text.startsWith('### ') && labels.has(trimAscii(text.slice(4))))) continue
    const field = foldHeading(text)
      .map((heading) => folded.get(heading))
      .find((found) => found !== undefined)
    if (field === undefined) continue
    problems.push({
      code: 'form/confusable-heading',
      field: field.id,
      label: field.label,
      line: line + 1,
      what: `Line ${line + 1}, “${showText(text)}”, looks like the heading “${field.label}” but is not exactly that.`,
      fix: `Edit the issue: write “### ${field.label}” if it is the form's heading; if it is text, put four spaces in front of it.`,
    })
    if (problems.length >= problemsPerFieldMax) break
  }
  return problems
}
