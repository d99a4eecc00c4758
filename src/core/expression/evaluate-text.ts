import type { Json } from '../../model/json.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { ExpressionContext } from './context.js'
import { evaluateExpression } from './evaluate-expression.js'
import { type Sink, unmetProblem, usualSink } from './meet-nothing.js'
import { splitTemplate } from './split-template.js'

/**
 * The text of a template with every expression replaced by its value. A field that was left empty is a problem, unless the expression says
 * what empty means; so is a list.
 */
export function evaluateText(
  template: string,
  context: ExpressionContext,
  sink: Sink = usualSink,
): Result<string> {
  const parts = splitTemplate(template)
  if (!parts.ok) return parts
  const problems: Problem[] = []
  let text = ''
  for (const part of parts.value) {
    const value = part.kind === 'text' ? ok(part.text) : expressionText(part.source, context, sink)
    if (value.ok) text += value.value
    else problems.push(...value.problems)
  }
  const [first, ...more] = problems
  return first === undefined ? ok(text) : fail(first, ...more)
}

/** The text of one expression, without the `${{ }}` around it. */
export function expressionText(source: string, context: ExpressionContext, sink: Sink): Result<string> {
  const value = expressionValue(source, context, sink)
  if (!value.ok) return value
  const text = textOf(value.value)
  if (text !== null) return ok(text)
  return fail({
    code: 'expression/not-text',
    what: `The expression “${source}” gives a list or a map where text is needed.`,
    fix: 'Use join(…) or toJSON(…), or let the expression be the whole value.',
  })
}

/** The value of one expression that is going to be written. */
export function expressionValue(source: string, context: ExpressionContext, sink: Sink): Result<Json> {
  const value = evaluateExpression(source, context, 'value')
  if (value.ok || value.unmet === null) return value
  return fail(unmetProblem(value.unmet, source, context, sink))
}

function textOf(value: Json): string | null {
  if (value === null) return ''
  return typeof value === 'object' ? null : String(value)
}
