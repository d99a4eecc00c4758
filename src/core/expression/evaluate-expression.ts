import { data, type Expr } from '@actions/expressions'
import type { FunctionDefinition } from '@actions/expressions/funcs/info'
import type { Json } from '../../model/json.js'
import { fail, type Problem, type Problems } from '../../model/problem.js'
import { isUnsafeName } from '../text/is-unsafe-name.js'
import type { ExpressionContext, StageNames } from './context.js'
import { fromExpressionData, toExpressionData } from './expression-data.js'
import type { Fields } from './field-of.js'
import { evaluateMeeting, type Manner, Unmet, unmetProblem } from './meet-nothing.js'
import type { Scope } from './name-problems.js'
import { ownFunctions } from './own-functions.js'
import { parseExpression } from './parse-expression.js'

/** A value, or why there is none; `unmet` where the reason is a field that was left empty, or cannot be used so. */
export type Evaluated =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly problems: Problems; readonly unmet: Unmet | null }

/**
 * The value of an expression, by GitHub's own engine (@actions/expressions). As there, `==`, `contains`, `startsWith` and
 * `endsWith` ignore case, and a field that was left empty is null; what that may be used for, the manner says.
 * Source: GitHub's documentation, “Evaluate expressions in workflows and actions”.
 * @param source without the `${{ }}` around it.
 */
export function evaluateExpression(
  source: string,
  context: ExpressionContext,
  manner: Manner = 'question',
): Evaluated {
  const tree = parseExpression(source, scopeOf(context))
  if (!tree.ok) return { ...tree, unmet: null }
  const names = contextData(context)
  if (typeof names === 'string') return failed(source, names)
  const computed = evaluate(tree.value, names, context, manner)
  if (computed instanceof Unmet) return { ...fail(unmetProblem(computed, source, context)), unmet: computed }
  if (typeof computed === 'string') return failed(source, computed)
  const value = fromExpressionData(computed)
  if (value !== null) return { ok: true, value: value.json }
  const problem: Problem = {
    code: 'expression/number-range',
    what: `The expression “${source}” gives a number that cannot be kept exactly.`,
    fix: 'Keep long numbers as text.',
  }
  return { ...fail(problem), unmet: null }
}

function scopeOf({ request, item, stage }: ExpressionContext): Scope {
  return {
    fields: [...request.keys()],
    item: item !== undefined,
    stage: stage === undefined ? 'none' : 'known',
  }
}

/** The names, or a sentence that says why a field's value cannot be used. Fields no expression can name are left out. */
function contextData(context: ExpressionContext): data.Dictionary | string {
  const request = new data.Dictionary()
  for (const [field, value] of context.request) {
    if (isUnsafeName(field)) continue
    const converted = toExpressionData(value)
    if (typeof converted === 'string') return `the value of the field ${field} cannot be used, ${converted}`
    request.add(field, converted)
  }
  const requester = new data.Dictionary({
    key: 'login',
    value: new data.StringData(context.requester.login),
  })
  const names = new data.Dictionary(
    { key: 'request', value: request },
    { key: 'requester', value: requester },
  )
  if (context.stage !== undefined) names.add('stage', stageData(context.stage))
  const item = context.item === undefined ? null : toExpressionData(context.item.value)
  if (typeof item === 'string') return `the value of item cannot be used, ${item}`
  if (item !== null) names.add('item', item)
  return names
}

function stageData({ name, previous }: StageNames): data.Dictionary {
  return new data.Dictionary(
    { key: 'name', value: new data.StringData(name) },
    { key: 'previous', value: new data.StringData(previous) },
  )
}

/** The engine throws plain errors for what a function cannot do; its message is the reason. */
function evaluate(
  tree: Expr,
  names: data.Dictionary,
  fields: Fields,
  manner: Manner,
): data.ExpressionData | Unmet | string {
  try {
    return evaluateMeeting(tree, names, functions, { manner, fields })
  } catch (error) {
    if (error instanceof Unmet) return error
    return error instanceof Error ? error.message : String(error)
  }
}

/** Replaces the engine's, which silently drops keys: see `toExpressionData`. */
const fromJson: FunctionDefinition = {
  name: 'fromJSON',
  minArgs: 1,
  maxArgs: 1,
  call: (text) => {
    const json: Json = JSON.parse(text?.coerceString() ?? '')
    const converted = toExpressionData(json)
    if (typeof converted === 'string') throw new Error(`the JSON cannot be used, ${converted}`)
    return converted
  },
}

const functions = new Map(
  [fromJson, ...ownFunctions].map((definition) => [definition.name.toLowerCase(), definition]),
)

function failed(source: string, why: string): Evaluated {
  const problem: Problem = {
    code: 'expression/failed',
    what: `The expression “${source}” has no value: ${why}.`,
    fix: 'Correct the expression, or the value it works on.',
  }
  return { ...fail(problem), unmet: null }
}
