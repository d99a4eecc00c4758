import { data, Evaluator, type Expr } from '@actions/expressions'
import { Binary, Literal } from '@actions/expressions/ast'
import type { FunctionDefinition } from '@actions/expressions/funcs/info'
import { TokenType } from '@actions/expressions/lexer'
import type { Json } from '../../model/json.js'
import { fail, ok, type Result } from '../../model/problem.js'
import type { ExpressionContext } from './context.js'
import { fromExpressionData } from './from-expression-data.js'
import { isUnsafeName } from './is-unsafe-name.js'
import { ownFunctions } from './own-functions.js'
import { parseExpression } from './parse-expression.js'
import { toExpressionData } from './to-expression-data.js'

/** What comparisons make of a field that was left empty where they want a number: 0, as on GitHub, or nothing that can be compared. */
export type EmptyCompared = 'as-zero' | 'refused'

/**
 * The value of an expression, by GitHub's own engine (@actions/expressions). As there, `==`, `contains`, `startsWith` and
 * `endsWith` ignore case, and a field that was left empty is null, which equals `''` and 0.
 * Source: GitHub's documentation, “Evaluate expressions in workflows and actions”.
 * @param source without the `${{ }}` around it.
 */
export function evaluateExpression(
  source: string,
  context: ExpressionContext,
  empty: EmptyCompared = 'as-zero',
): Result<Json> {
  const tree = parseExpression(source, [...context.request.keys()], context.item !== undefined)
  if (!tree.ok) return tree
  const names = contextData(context)
  if (typeof names === 'string') return failed(source, names)
  const computed = evaluate(tree.value, names, empty)
  if (typeof computed === 'string') return failed(source, computed)
  const value = fromExpressionData(computed)
  if (value !== null) return ok(value.json)
  return fail({
    code: 'expression/number-range',
    what: `The expression “${source}” gives a number that cannot be kept exactly.`,
    fix: 'Keep long numbers as text.',
  })
}

/** The two names, or a sentence that says why a field's value cannot be used. Fields no expression can name are left out. */
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
  const item = context.item === undefined ? null : toExpressionData(context.item.value)
  if (typeof item === 'string') return `the value of item cannot be used, ${item}`
  if (item !== null) names.add('item', item)
  return names
}

/** The engine throws plain errors for what a function cannot do; its message is the reason. */
function evaluate(tree: Expr, names: data.Dictionary, empty: EmptyCompared): data.ExpressionData | string {
  try {
    return engineFor(tree, names, empty).evaluate()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** GitHub's engine, but for what it makes of comparisons; what `&&` and `||` leave out is not compared. */
function engineFor(tree: Expr, names: data.Dictionary, empty: EmptyCompared): Evaluator {
  const engine = new Evaluator(tree, names, functions)
  if (empty === 'as-zero') return engine
  const compare = engine.visitBinary.bind(engine)
  engine.visitBinary = ({ left, operator, right }) => {
    const [one, other] = [left.accept(engine), right.accept(engine)]
    const bySize = operator.type !== TokenType.EQUAL_EQUAL && operator.type !== TokenType.BANG_EQUAL
    if ((isEmpty(one) && (bySize || isCounted(other))) || (isEmpty(other) && (bySize || isCounted(one))))
      throw new Error('it compares a field that was left empty, which is no number')
    return compare(new Binary(new Literal(one, operator), operator, new Literal(other, operator)))
  }
  return engine
}

function isEmpty(value: data.ExpressionData): boolean {
  return value.kind === data.Kind.Null || (value.kind === data.Kind.String && value.coerceString() === '')
}

/** Whether the engine makes a number of whatever is compared with this; only texts and null are equal to an empty field as such. */
function isCounted({ kind }: data.ExpressionData): boolean {
  return kind === data.Kind.Number || kind === data.Kind.Boolean
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

function failed(source: string, why: string) {
  return fail({
    code: 'expression/failed',
    what: `The expression “${source}” has no value: ${why}.`,
    fix: 'Correct the expression, or the value it works on.',
  })
}
