import { data, Evaluator, type Expr } from '@actions/expressions'
import {
  Binary,
  FunctionCall,
  IndexAccess,
  Literal,
  type Logical,
  Star,
  type Unary,
} from '@actions/expressions/ast'
import { FilteredArray } from '@actions/expressions/filtered_array'
import type { FunctionDefinition } from '@actions/expressions/funcs/info'
import { type Token, TokenType } from '@actions/expressions/lexer'
import { equals, falsy, truthy } from '@actions/expressions/result'
import type { Problem } from '../../model/problem.js'
import type { ProblemCode } from '../../model/problem-codes.js'
import type { ExpressionContext } from './context.js'
import { type Fields, fieldOf } from './field-of.js'
import { isReference, literalsOf, ungrouped } from './parse-expression.js'

/**
 * What an expression is evaluated for, which decides what it may do with a field that was left empty.
 *
 * - `question`: a condition whose outcome people look at. An empty field is null, as GitHub has it: equal to 0, false where a truth is asked for.
 * - `value`: something that is written. Nothing may be written, put into a text, or taken for a number.
 * - `unwatched`: a condition nobody looks at. Nothing may be used at all, nor a value as something it is not.
 *
 * In all of them `== ''`, `!= ''` and the same with `null` ask whether something was left empty, and what `&&`, `||` and `case` leave out is not
 * used. Where something is written or nobody looks, `request.cloud || 'none'` says what empty means.
 */
export type Manner = 'question' | 'value' | 'unwatched'

/** A use of nothing, or of a value as something it is not. */
export class Unmet extends Error {
  override readonly name = 'Unmet'
  /** The id of the field that is the reason, where it is one. */
  readonly field: string | null
  /** `empty`: nothing is there; `unfit`: something is, and cannot be used so. */
  readonly kind: 'empty' | 'unfit'

  constructor(field: string | null, kind: Unmet['kind']) {
    super(kind === 'empty' ? 'it uses something that was left empty' : 'it uses a value as what it is not')
    this.field = field
    this.kind = kind
  }
}

/** The engine of one evaluation with what it has to know to tell nothing from what was written out. */
interface Guarded {
  readonly engine: Evaluator
  readonly manner: Manner
  /** The values the expression itself writes out: `''` among them is said, not met. */
  readonly said: ReadonlySet<data.ExpressionData>
  /** Lists that were submitted without an entry, or of which a filter left none; one that `fromJSON('[]')` makes is meant. */
  readonly emptyLists: Set<data.ExpressionData>
  readonly fields: Fields
}

/** The value of a tree by GitHub's engine, with the one place in which an expression meets nothing. @throws Unmet */
export function evaluateMeeting(
  tree: Expr,
  names: data.Dictionary,
  functions: Map<string, FunctionDefinition>,
  { manner, fields }: { readonly manner: Manner; readonly fields: Fields },
): data.ExpressionData {
  const engine = new Evaluator(tree, names, functions)
  const guarded: Guarded = { engine, manner, said: literalsOf(tree), emptyLists: emptyListsOf(names), fields }
  guardBinary(guarded)
  if (manner !== 'question') {
    guardIndex(guarded)
    guardCalls(guarded)
  }
  if (manner === 'unwatched') guardTruth(guarded)
  const value = engine.evaluate()
  if (manner !== 'question') use(guarded, value, tree)
  return value
}

function emptyListsOf(names: data.Dictionary): Set<data.ExpressionData> {
  const request = names.get('request')
  const values = request instanceof data.Dictionary ? request.values() : []
  return new Set(values.filter((value) => value instanceof data.Array && value.values().length === 0))
}

/** Passes on what is there, or is nothing because the expression says so. @throws Unmet */
function use(guarded: Guarded, value: data.ExpressionData, node: Expr): void {
  if (guarded.said.has(value)) return
  useFilled(guarded, value, node)
}

/** Passes on what is there. @throws Unmet */
function useFilled({ manner, emptyLists, fields }: Guarded, value: data.ExpressionData, node: Expr): void {
  const blank = manner === 'unwatched' && isBlank(value)
  if (blank || isNothing(value) || emptyLists.has(value))
    throw new Unmet(fieldOf(node, fields, true), 'empty')
}

function isNothing(value: data.ExpressionData): boolean {
  if (value.kind === data.Kind.Null) return true
  return value.kind === data.Kind.String && value.coerceString() === ''
}

/** A text of blanks is a number to the engine, and is 0. */
function isBlank(value: data.ExpressionData): boolean {
  return value.kind === data.Kind.String && value.coerceString().trim() === ''
}

function guardBinary(guarded: Guarded): void {
  const { engine, manner } = guarded
  const compare = engine.visitBinary.bind(engine)
  engine.visitBinary = ({ left, operator, right }) => {
    const one: data.ExpressionData = left.accept(engine)
    const other: data.ExpressionData = right.accept(engine)
    const ordering = isOrdering(operator)
    // To the engine 0 and No are equal to ''; but they are answers.
    const asked = ordering ? null : saysNothing(left) ? other : saysNothing(right) ? one : null
    if (asked !== null) {
      const empty = isNothing(asked) || guarded.emptyLists.has(asked)
      return new data.BooleanData(empty === (operator.type === TokenType.EQUAL_EQUAL))
    }
    if (manner !== 'question') {
      for (const [value, node, beside] of [[one, left, other] as const, [other, right, one] as const]) {
        if (ordering || isCounted(beside)) useFilled(guarded, value, node)
        else if (manner === 'unwatched') use(guarded, value, node)
      }
    }
    if (manner === 'unwatched' && !isComparable(one, other)) throw unfit(guarded, [left, right])
    return compare(new Binary(new Literal(one, operator), operator, new Literal(other, operator)))
  }
}

/** Whether `''` or `null` is written out. */
function saysNothing(node: Expr): boolean {
  const bare = ungrouped(node)
  return bare instanceof Literal && isNothing(bare.literal)
}

function isOrdering({ type }: Token): boolean {
  return type !== TokenType.EQUAL_EQUAL && type !== TokenType.BANG_EQUAL
}

/** Whether the engine makes a number of whatever is compared with this. */
function isCounted({ kind }: data.ExpressionData): boolean {
  return kind === data.Kind.Number || kind === data.Kind.Boolean
}

/** The engine takes what it cannot compare for different, which makes every `!=` and `!` true. */
function isComparable(one: data.ExpressionData, other: data.ExpressionData): boolean {
  if (!one.primitive || !other.primitive) return false
  if (one.kind === other.kind) return true
  const [text] = [one, other].filter(({ kind }) => kind === data.Kind.String)
  const hasNumber = one.kind === data.Kind.Number || other.kind === data.Kind.Number
  return hasNumber && text !== undefined && !isBlank(text) && Number.isFinite(text.number())
}

function unfit({ fields }: Guarded, nodes: readonly Expr[]): Unmet {
  return new Unmet(
    nodes.map((node) => fieldOf(node, fields, false)).find((field) => field !== null) ?? null,
    'unfit',
  )
}

function guardTruth(guarded: Guarded): void {
  const { engine } = guarded
  engine.visitUnary = ({ expr }: Unary) => {
    const value = expr.accept(engine)
    use(guarded, value, expr)
    return new data.BooleanData(falsy(value))
  }
  engine.visitLogical = (logical: Logical) => {
    const isAnd = logical.operator.type === TokenType.AND
    const hasDefault = !isAnd && saysDefault(logical)
    let value: data.ExpressionData = new data.Null()
    for (const [index, node] of logical.args.entries()) {
      value = node.accept(engine)
      const isLast = index === logical.args.length - 1
      if (!isLast && !hasDefault) use(guarded, value, node)
      if (isAnd ? falsy(value) : truthy(value)) break
    }
    return value
  }
}

/** Whether `||` says what stands for a field that was left empty, as in `request.size || 'small'`. */
function saysDefault({ args }: Logical): boolean {
  const last = args.at(-1)
  return last !== undefined && ungrouped(last) instanceof Literal && args.slice(0, -1).every(isReference)
}

function guardIndex(guarded: Guarded): void {
  const { engine } = guarded
  const access = engine.visitIndexAccess.bind(engine)
  engine.visitIndexAccess = ({ expr, index }: IndexAccess) => {
    const value = expr.accept(engine)
    const whole = new Literal(value, tokenOf('whole'))
    if (index instanceof Star) {
      use(guarded, value, expr)
      return kept(guarded, access(new IndexAccess(whole, index)))
    }
    const position: data.ExpressionData = index.accept<data.ExpressionData>(engine)
    use(guarded, position, index)
    return kept(guarded, access(new IndexAccess(whole, new Literal(position, tokenOf('position')))))
  }
}

/** What a filter leaves of a list may be nothing, as in `request.zones.*.name` where no zone has a name. */
function kept({ emptyLists }: Guarded, value: data.ExpressionData): data.ExpressionData {
  if (value instanceof FilteredArray && value.values().length === 0) emptyLists.add(value)
  return value
}

/** Literals carry the token they were read from; those made here were not read. */
function tokenOf(lexeme: string): Token {
  const nowhere = { line: 0, column: 0 }
  return { type: TokenType.IDENTIFIER, lexeme, range: { start: nowhere, end: nowhere } }
}

function guardCalls(guarded: Guarded): void {
  const { engine, manner } = guarded
  const call = engine.visitFunctionCall.bind(engine)
  engine.visitFunctionCall = ({ functionName, args }: FunctionCall) => {
    const name = functionName.lexeme.toLowerCase()
    if (name === 'case') return chosen(engine, args)
    const values = args.map((node) => node.accept<data.ExpressionData>(engine))
    for (const [index, value] of values.entries()) {
      const node = args[index]
      if (node === undefined) continue
      // Where people look, nothing may be searched: nothing is in it. But nothing is in everything, also where it is written out.
      if (searches.has(name) && index === 1) useFilled(guarded, value, node)
      else if (!searches.has(name) || manner === 'unwatched') use(guarded, value, node)
      if (!takes(name, index, value)) throw unfit(guarded, [node])
    }
    const [list, sought] = values
    if (name === 'contains' && manner === 'unwatched' && list instanceof data.Array && sought !== undefined)
      return new data.BooleanData(holds(guarded, list, sought, args))
    const literals = values.map((value) => new Literal(value, functionName))
    return call(new FunctionCall(functionName, literals))
  }
}

/** The functions that look for their second argument in their first. */
const searches: ReadonlySet<string> = new Set(['contains', 'startswith', 'endswith'])

/** Whether a function makes something of an argument; of a list most make the word Array. */
function takes(name: string, index: number, value: data.ExpressionData): boolean {
  if (value.primitive || name === 'tojson') return true
  if (index > 0 || !(value instanceof data.Array)) return false
  return name === 'contains' || (name === 'join' && value.values().every((item) => item.primitive))
}

/** Unlike the engine's, evaluates only what is chosen: a condition before it may say what empty means. */
function chosen(engine: Evaluator, args: readonly Expr[]): data.ExpressionData {
  for (let index = 0; index + 1 < args.length; index += 2) {
    const [condition, value] = [args[index], args[index + 1]]
    const holds = condition?.accept<data.ExpressionData>(engine)
    if (!(holds instanceof data.BooleanData))
      throw new Error('case predicate must evaluate to a boolean value')
    if (holds.value && value !== undefined) return value.accept(engine)
  }
  return args.at(-1)?.accept(engine) ?? new data.Null()
}

function holds(
  guarded: Guarded,
  list: data.Array,
  sought: data.ExpressionData,
  args: readonly Expr[],
): boolean {
  let found = false
  for (const item of list.values()) {
    if (isNothing(item)) continue
    if (!isComparable(item, sought)) throw unfit(guarded, [...args].reverse())
    if (equals(sought, item)) found = true
  }
  return found
}

/** What is made of an expression's value: the code of a problem with it, and the key it stands under, as in `value`. */
export interface Sink {
  readonly code: ProblemCode
  readonly key: string
}

export const usualSink: Sink = { code: 'expression/empty', key: 'value' }

/** Why an expression that meets nothing, or something it cannot use, is not written: by the field's label, with the place in the request type. */
export function unmetProblem(
  { field, kind }: Unmet,
  source: string,
  context: ExpressionContext,
  sink?: Sink,
): Problem {
  const label = field === null ? undefined : (context.labels?.get(field) ?? field)
  const place = field === null ? {} : { field, ...(context.labels?.has(field) === true ? { label } : {}) }
  const where =
    sink === undefined ? 'it' : `“${sink.key}”${context.within === undefined ? '' : ` of ${context.within}`}`
  if (kind === 'unfit') {
    return {
      code: 'expression/unfit',
      ...place,
      what: `The expression “${source}” uses ${label === undefined ? 'a value' : `“${label}”`} as something it is not, such as a list as a text.`,
      fix: 'In the request type, use the value as what it is, as in join(request.zones) for a list.',
    }
  }
  if (label === undefined && context.stage?.previous === '' && /\bstage\b/i.test(source)) {
    return {
      code: sink?.code ?? 'expression/empty',
      what: `The expression “${source}” gives nothing in the first stage, which follows no other, and ${where} in the request type is made of it.`,
      fix: "A maintainer leaves it out there, as in when: stage.previous != '', or says in the request type what stands for it, as in stage.previous || 'base'.",
    }
  }
  const subject =
    label === undefined ? `The expression “${source}” gives nothing` : `“${label}” was left empty`
  const name = field === null ? 'request.cloud' : `request.${field}`
  return {
    code: sink?.code ?? 'expression/empty',
    ...place,
    what: `${subject}, and ${where} in the request type is made of it${label === undefined ? '' : `: ${source}`}.`,
    fix: `${label === undefined ? 'Edit the issue and fill in what is missing' : `Edit the issue and fill in “${label}”`}. Where it may be empty, a maintainer says in the request type what that means, as in ${name} || 'none', or leaves the change out with when: ${name} != ''.`,
  }
}
