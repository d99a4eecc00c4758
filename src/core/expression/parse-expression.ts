import { type Expr, Parser } from '@actions/expressions'
import { ExpressionError } from '@actions/expressions/errors'
import { fail, ok, type Result } from '../../model/problem.js'
import { nameProblems } from './name-problems.js'
import { functionInfos } from './own-functions.js'
import { tokenizeExpression } from './tokenize-expression.js'

/**
 * The syntax tree of an expression without the `${{ }}` around it, by GitHub's own parser; every name in it is known.
 * Source of the grammar: GitHub's documentation, “Evaluate expressions in workflows and actions”.
 * @param fields the ids of all fields of the form.
 * @param inForEach whether `item` stands for something there.
 */
export function parseExpression(source: string, fields: readonly string[], inForEach = false): Result<Expr> {
  const tokens = tokenizeExpression(source)
  if (!tokens.ok) return tokens
  const [first, ...more] = nameProblems(tokens.value, fields, inForEach)
  if (first !== undefined) return fail(first, ...more)
  try {
    // The engine answers undefined, against its types, when there is nothing but white space.
    const tree: Expr | undefined = new Parser(
      [...tokens.value],
      ['request', 'requester', 'item'],
      functionInfos,
    ).parse()
    return tree === undefined ? syntaxProblem(source, 'it is empty') : ok(tree)
  } catch (error) {
    if (error instanceof ExpressionError) return syntaxProblem(source, error.message)
    throw error
  }
}

function syntaxProblem(source: string, why: string) {
  return fail({
    code: 'expression/syntax',
    what: `The expression “${source}” cannot be read: ${why}.`,
    fix: 'Write it as in GitHub Actions; texts stand in single quotes.',
  })
}
