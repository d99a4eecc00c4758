import { type data, type Expr, Parser } from '@actions/expressions'
import {
  Binary,
  ContextAccess,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Unary,
} from '@actions/expressions/ast'
import { ExpressionError } from '@actions/expressions/errors'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import { nameProblems, type Scope } from './name-problems.js'
import { functionInfos } from './own-functions.js'
import { tokenizeExpression } from './tokenize-expression.js'

/**
 * The syntax tree of an expression without the `${{ }}` around it, by GitHub's own parser; every name in it is known.
 * Source of the grammar: GitHub's documentation, “Evaluate expressions in workflows and actions”.
 */
export function parseExpression(source: string, scope: Scope): Result<Expr> {
  const tokens = tokenizeExpression(source)
  if (!tokens.ok) return tokens
  const [first, ...more] = nameProblems(tokens.value, scope)
  if (first !== undefined) return fail(first, ...more)
  try {
    // The engine answers undefined, against its types, when there is nothing but white space.
    const tree: Expr | undefined = new Parser(
      [...tokens.value],
      ['request', 'requester', 'stage', 'item'],
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

/**
 * What is wrong with an expression whatever the request says: syntax, unknown functions, unknown fields. Without problems
 * the only thing left to fail is a function's own argument, as in `fromJSON` of a text that is no JSON.
 * @param source without the `${{ }}` around it.
 */
export function checkExpression(source: string, scope: Scope): readonly Problem[] {
  const tree = parseExpression(source, scope)
  return tree.ok ? [] : tree.problems
}

/** The parts of a node, from left to right. */
export function childrenOf(node: Expr): readonly Expr[] {
  if (node instanceof Unary) return [node.expr]
  if (node instanceof Binary) return [node.left, node.right]
  if (node instanceof Logical || node instanceof FunctionCall) return node.args
  if (node instanceof Grouping) return [node.group]
  return node instanceof IndexAccess ? [node.expr, node.index] : []
}

/** The node inside the parentheses around it. */
export function ungrouped(node: Expr): Expr {
  return node instanceof Grouping ? ungrouped(node.group) : node
}

/** Whether a node is nothing but the name of a value, or of a part of one. */
export function isReference(node: Expr): boolean {
  const bare = ungrouped(node)
  return bare instanceof ContextAccess || (bare instanceof IndexAccess && isReference(bare.expr))
}

/** The values an expression writes out. */
export function literalsOf(node: Expr): ReadonlySet<data.ExpressionData> {
  const found = new Set<data.ExpressionData>()
  collect(node, found)
  return found
}

function collect(node: Expr, found: Set<data.ExpressionData>): void {
  if (node instanceof Literal) found.add(node.literal)
  for (const child of childrenOf(node)) collect(child, found)
}
