import { TokenType } from '@actions/expressions/lexer'
import type { Json, JsonSchema } from '../../model/json.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { Template } from '../../model/request-type.js'
import type { ExpressionContext } from '../expression/context.js'
import { expressionValue } from '../expression/evaluate-text.js'
import { soleField } from '../expression/field-of.js'
import type { Sink } from '../expression/meet-nothing.js'
import { splitTemplate } from '../expression/split-template.js'
import { tokenizeExpression } from '../expression/tokenize-expression.js'
import { declaredOf, type LinePiece } from './value-in-line.js'

/**
 * The pieces of a text that is put together of what the request type says and of values. Numbers, yes and no, and a text that the request type writes
 * out itself, as in `request.tls && 'https' || 'http'`, are said as well.
 */
export function textPieces(
  template: Template,
  fields: ReadonlyMap<string, JsonSchema>,
  context: ExpressionContext,
  sink: Sink,
): Result<readonly LinePiece[]> {
  if (typeof template !== 'string')
    return isScalar(template) ? ok([{ kind: 'said', text: String(template) }]) : fail(wholeList)
  const parts = splitTemplate(template)
  if (!parts.ok) return parts
  const problems: Problem[] = []
  const pieces: LinePiece[] = []
  for (const part of parts.value) {
    if (part.kind === 'text') pieces.push({ kind: 'said', text: part.text })
    else {
      const value = expressionValue(part.source, context, sink)
      if (!value.ok) problems.push(...value.problems)
      else if (isScalar(value.value)) pieces.push(pieceOf(part.source, value.value, fields, context))
      else problems.push(parts.value.length === 1 ? wholeList : listInText(part.source))
    }
  }
  const [first, ...more] = problems
  return first === undefined ? ok(pieces) : fail(first, ...more)
}

type Scalar = string | number | boolean | null

function isScalar(value: Json): value is Scalar {
  return value === null || typeof value !== 'object'
}

function pieceOf(
  source: string,
  value: Scalar,
  fields: ReadonlyMap<string, JsonSchema>,
  context: ExpressionContext,
): LinePiece {
  const text = value === null ? '' : String(value)
  if (typeof value !== 'string' || isWrittenIn(source, text) || isWrittenItem(source, context))
    return { kind: 'said', text }
  const field = soleField(source, context)
  const isEntry = source.toLowerCase() === 'item'
  const declared = field === null ? undefined : declaredOf(fields.get(field), isEntry)
  return { kind: 'value', text, source, declared }
}

function isWrittenIn(source: string, text: string): boolean {
  const tokens = tokenizeExpression(source)
  return tokens.ok && tokens.value.some((token) => token.type === TokenType.STRING && token.value === text)
}

function isWrittenItem(source: string, { item }: ExpressionContext): boolean {
  return source.toLowerCase() === 'item' && item?.written === true
}

const wholeList: Problem = {
  code: 'change/line-empty',
  what: 'The line the request asks for is a list or a map.',
  fix: 'Correct the expression in the request type, as in join(request.zones), or use for-each.',
}

function listInText(source: string): Problem {
  return {
    code: 'expression/not-text',
    what: `The expression “${source}” gives a list or a map where text is needed.`,
    fix: 'Use join(…) or toJSON(…), or let the expression be the whole value.',
  }
}
