import type { data, Expr } from '@actions/expressions'
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
