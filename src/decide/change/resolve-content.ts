import type { Json } from '../../model/json.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { Template } from '../../model/request-type.js'
import type { ExpressionContext } from '../expression/context.js'
import { evaluateTemplate } from '../expression/evaluate-template.js'
import { expressionText } from '../expression/evaluate-text.js'
import { splitTemplate, type TemplatePart } from '../expression/split-template.js'
import { manifestFormat } from './manifest-format.js'
import { unsafeDataProblem } from './unsafe-data-problem.js'

/**
 * The content of a whole file. Content given as one text is no data: a value put into it could become a line, an entry or a
 * statement of its own. So values are not put into YAML or JSON written as text, and in other text they stay on their line.
 * A text that is nothing but one expression is the value itself.
 */
export function resolveContent(template: Template, file: string, context: ExpressionContext): Result<Json> {
  const problems = typeof template === 'string' ? textProblems(template, file, context) : []
  const [first, ...more] = problems
  if (first !== undefined) return fail(first, ...more)
  const content = evaluateTemplate(template, context, sink)
  if (!content.ok) return content
  const problem = unsafeDataProblem(content.value)
  return problem === null ? ok(content.value) : fail(problem)
}

const sink = { code: 'expression/empty', key: 'content' }

function textProblems(template: string, file: string, context: ExpressionContext): readonly Problem[] {
  const parts = splitTemplate(template)
  if (!parts.ok) return parts.problems
  const expressions = parts.value.filter((part) => part.kind === 'expression')
  if (expressions.length > 0 && manifestFormat(file) !== null) return [structuredText(file)]
  if (parts.value.length === 1) return []
  return expressions.flatMap((part) => lineProblems(part, context))
}

function lineProblems(
  part: TemplatePart & { kind: 'expression' },
  context: ExpressionContext,
): readonly Problem[] {
  const text = expressionText(part.source, context, sink)
  if (!text.ok) return text.problems
  if (!/[\p{Cc}\u2028\u2029]/u.test(text.value)) return []
  return [
    {
      code: 'change/line-break',
      what: `The value of “${part.source}” has a line break or an invisible character, and goes into the middle of a text.`,
      fix: 'Write the value on one line.',
    },
  ]
}

function structuredText(file: string): Problem {
  return {
    code: 'change/structured-text',
    what: `The content of ${file} is one text with values in it, which could change its structure.`,
    fix: 'In the request type, write content: as data, without the | behind it.',
  }
}
