import type { Problem } from '../../model/problem.js'
import { parseExpression } from './parse-expression.js'

/**
 * What is wrong with an expression whatever the request says: syntax, unknown functions, unknown fields. Without problems
 * the only thing left to fail is a function's own argument, as in `fromJSON` of a text that is no JSON.
 * @param source without the `${{ }}` around it.
 * @param fields the ids of all fields of the form.
 * @param inForEach whether `item` stands for something there.
 */
export function checkExpression(
  source: string,
  fields: readonly string[],
  inForEach = false,
): readonly Problem[] {
  const tree = parseExpression(source, fields, inForEach)
  return tree.ok ? [] : tree.problems
}
