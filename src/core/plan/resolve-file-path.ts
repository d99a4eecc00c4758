import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { ExpressionContext } from '../expression/context.js'
import { expressionText } from '../expression/evaluate-text.js'
import { soleField } from '../expression/sole-field.js'
import { splitTemplate, type TemplatePart } from '../expression/split-template.js'
import { quoteText } from '../form/show-text.js'
import { looksLikeSlash } from '../manifest/looks-like-slash.js'
import { filePathProblem, type PathSegment } from './file-path-problem.js'

/**
 * The path a request type's `file` stands for. Each interpolated part must be a piece of one segment, so that a submitted
 * value can neither leave its folder nor vanish; then the whole path is checked.
 */
export function resolveFilePath(template: string, context: ExpressionContext): Result<string> {
  const parts = splitTemplate(template)
  if (!parts.ok) return parts
  const problems: Problem[] = []
  const segments: PathSegment[] = [{ text: '', literal: true }]
  for (const part of parts.value) {
    const texts = part.kind === 'text' ? ok(part.text) : interpolated(part, context)
    if (texts.ok) appendTo(segments, texts.value, part.kind === 'text')
    else problems.push(...texts.problems)
  }
  const [first, ...more] = problems
  if (first !== undefined) return fail(first, ...more)
  const problem = filePathProblem(segments)
  return problem === null ? ok(segments.map((segment) => segment.text).join('/')) : fail(problem)
}

function appendTo(segments: PathSegment[], text: string, literal: boolean): void {
  const [head = '', ...tail] = literal ? text.split('/') : [text]
  const last = segments.pop() ?? { text: '', literal: true }
  segments.push({ text: last.text + head, literal: last.literal && literal })
  for (const segment of tail) segments.push({ text: segment, literal })
}

function interpolated(
  part: TemplatePart & { kind: 'expression' },
  context: ExpressionContext,
): Result<string> {
  const text = expressionText(part.source, context, { code: 'change/path-part', key: 'file' })
  if (!text.ok) return text
  const fault = partFault(text.value)
  if (fault === null) return text
  const field = soleField(part.source, context)
  return fail({
    code: 'change/path-part',
    ...(field === null ? {} : { field }),
    what: `${quoteText(text.value)} cannot be part of a file path, because it ${fault}.`,
    fix: 'Use a name of letters, digits and hyphens.',
  })
}

function partFault(text: string): string | null {
  if (text === '') return 'is empty'
  if (/[/\\]/.test(text.normalize('NFKC'))) return 'has a slash'
  if (looksLikeSlash(text)) return 'has what looks like a slash'
  if (/^\.+$/.test(text.normalize('NFKC'))) return 'is made of dots'
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/u.test(text))
    return 'has an invisible character or a line break'
  return text.trim() === text ? null : 'begins or ends with a space'
}
