import type { Json } from '../../model/json.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { ExpressionContext } from './context.js'
import { evaluateExpression } from './evaluate-expression.js'
import { splitTemplate } from './split-template.js'

/** The text of a template with every expression replaced by its value; an empty field gives no text, a list is a problem. */
export function evaluateText(template: string, context: ExpressionContext): Result<string> {
  const parts = splitTemplate(template)
  if (!parts.ok) return parts
  const problems: Problem[] = []
  let text = ''
  for (const part of parts.value) {
    const value = part.kind === 'text' ? ok(part.text) : expressionText(part.source, context)
    if (value.ok) text += value.value
    else problems.push(...value.problems)
  }
  const [first, ...more] = problems
  return first === undefined ? ok(text) : fail(first, ...more)
}

function expressionText(source: string, context: ExpressionContext): Result<string> {
  const value = evaluateExpression(source, context)
  if (!value.ok) return value
  const text = textOf(value.value)
  if (text !== null) return ok(text)
  return fail({
    code: 'expression/not-text',
    what: `The expression “${source}” gives a list or a map where text is needed.`,
    fix: 'Use join(…) or toJSON(…), or let the expression be the whole value.',
  })
}

function textOf(value: Json): string | null {
  if (value === null) return ''
  return typeof value === 'object' ? null : String(value)
}
