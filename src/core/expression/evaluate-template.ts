import { isList, type Json } from '../../model/json.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { Template } from '../../model/request-type.js'
import { isUnsafeName } from '../text/is-unsafe-name.js'
import type { ExpressionContext } from './context.js'
import { evaluateText, expressionValue } from './evaluate-text.js'
import { type Sink, usualSink } from './meet-nothing.js'
import { splitTemplate } from './split-template.js'

/**
 * The data a template stands for. Expressions are evaluated in leaf texts and map keys of the parsed template, so a value can
 * never become structure. A leaf that is exactly one expression keeps its type; elsewhere the value becomes text. A field that was left empty
 * is a problem, unless the expression says what empty means.
 */
export function evaluateTemplate(
  template: Template,
  context: ExpressionContext,
  sink: Sink = usualSink,
): Result<Json> {
  if (typeof template === 'string') return evaluateLeaf(template, context, sink)
  if (template === null || typeof template !== 'object') return ok(template)
  return isList(template) ? evaluateList(template, context, sink) : evaluateMap(template, context, sink)
}

function evaluateLeaf(text: string, context: ExpressionContext, sink: Sink): Result<Json> {
  const parts = splitTemplate(text)
  if (!parts.ok) return parts
  const [only, ...more] = parts.value
  if (only?.kind === 'expression' && more.length === 0) return expressionValue(only.source, context, sink)
  return evaluateText(text, context, sink)
}

function evaluateList(items: readonly Json[], context: ExpressionContext, sink: Sink): Result<Json> {
  const problems: Problem[] = []
  const values: Json[] = []
  for (const item of items) {
    const value = evaluateTemplate(item, context, sink)
    if (value.ok) values.push(value.value)
    else problems.push(...value.problems)
  }
  const [first, ...more] = problems
  return first === undefined ? ok(values) : fail(first, ...more)
}

function evaluateMap(
  map: { readonly [key: string]: Json },
  context: ExpressionContext,
  sink: Sink,
): Result<Json> {
  const problems: Problem[] = []
  const values: Record<string, Json> = Object.create(null)
  for (const [keyTemplate, valueTemplate] of Object.entries(map)) {
    const key = evaluateText(keyTemplate, context, { ...sink, code: 'expression/key-not-unique' })
    const value = evaluateTemplate(valueTemplate, context, sink)
    if (!key.ok) problems.push(...key.problems)
    else problems.push(...keyProblems(key.value, values))
    if (!value.ok) problems.push(...value.problems)
    if (key.ok && value.ok) values[key.value] = value.value
  }
  const [first, ...more] = problems
  return first === undefined ? ok(values) : fail(first, ...more)
}

function keyProblems(key: string, values: Readonly<Record<string, Json>>): readonly Problem[] {
  if (isUnsafeName(key)) {
    return [
      {
        code: 'expression/unsafe-key',
        what: `“${key}” cannot be the name of an entry.`,
        fix: 'Choose another name.',
      },
    ]
  }
  if (key !== '' && !Object.hasOwn(values, key)) return []
  return [
    {
      code: 'expression/key-not-unique',
      what: key === '' ? 'The name of an entry is empty.' : `Two entries have the name “${key}”.`,
      fix: 'Give every entry its own name.',
    },
  ]
}
