import type { Expr } from '@actions/expressions'
import { ContextAccess, IndexAccess, Literal } from '@actions/expressions/ast'
import type { Json } from '../../model/json.js'
import type { ExpressionContext } from './context.js'
import { childrenOf } from './parse-expression.js'

/** The fields an expression can name. */
export type Fields = Pick<ExpressionContext, 'request' | 'item'>

/**
 * The id of the field a part of an expression is about: the first it names, or the first of those that were left empty; null where it names none.
 */
export function fieldOf(node: Expr, fields: Fields, empty: boolean): string | null {
  const named = namedIn(node, fields)
  const found = empty ? named.find((id) => isEmpty(fields.request.get(id) ?? null)) : undefined
  return found ?? named[0] ?? null
}

function isEmpty(value: Json): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function namedIn(node: Expr, fields: Fields): readonly string[] {
  const own = nameOf(node, fields)
  return own === null ? childrenOf(node).flatMap((child) => namedIn(child, fields)) : [own]
}

function nameOf(node: Expr, { request, item }: Fields): string | null {
  if (node instanceof ContextAccess)
    return node.name.lexeme.toLowerCase() === 'item' ? (item?.field ?? null) : null
  if (!(node instanceof IndexAccess) || !(node.expr instanceof ContextAccess)) return null
  if (node.expr.name.lexeme.toLowerCase() !== 'request' || !(node.index instanceof Literal)) return null
  const name = node.index.literal.coerceString().toLowerCase()
  return [...request.keys()].find((id) => id.toLowerCase() === name) ?? null
}

/** The field an expression is about when it is nothing but a reference to it, or to an item of it. */
export function soleField(source: string, context: Fields): string | null {
  if (source.toLowerCase() === 'item') return context.item?.field ?? null
  const [, name] = /^request\.([A-Za-z0-9_-]+)$/i.exec(source) ?? []
  if (name === undefined) return null
  return [...context.request.keys()].find((field) => field.toLowerCase() === name.toLowerCase()) ?? null
}
