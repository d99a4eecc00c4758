import type { Problem } from '../../model/problem.js'
import { parseExpression } from './parse-expression.js'

/**
 * What is wrong with an expression whatever the request says: syntax, unknown functions, unknown fields. Without problems
 * the only thing left to fail is a function's own argument, as in `fromJSON` of a text that is no JSON.
 * @param source without the `${{ }}` around it.
 * @param fields the ids of all fields of the form.
 */
export function checkExpression(source: string, fields: readonly string[]): readonly Problem[] {
  const tree = parseExpression(source, fields)
  return tree.ok ? [] : tree.problems
}
