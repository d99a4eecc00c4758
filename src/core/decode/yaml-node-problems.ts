import { isAlias, isScalar, type ParsedNode } from 'yaml'
import type { Problem } from '../../model/problem.js'

interface At {
  readonly file: string
  readonly line: number
}

/** A key that stands twice in one map. */
export function duplicateProblem(key: string, before: number, at: At): Problem {
  return {
    code: 'type/duplicate-key',
    ...at,
    what: `The key “${key}” stands twice here, first on line ${before}.`,
    fix: 'Remove one of the two, because only one of them could count.',
  }
}

/** A key that is no text, or no harmless one; else null. */
export function keyProblem(key: ParsedNode | null, at: At): Problem | null {
  if (!isScalar(key) || typeof key.value !== 'string') {
    return {
      code: 'type/key',
      ...at,
      what: 'A key here is not a text.',
      fix: 'Put the key in quotes.',
    }
  }
  if (key.anchor !== undefined || key.tag !== undefined) return indirectionProblem('a tag or an anchor', at)
  if (key.value === '<<') {
    return {
      code: 'type/merge-key',
      ...at,
      what: 'There is a merge key (<<) here.',
      fix: 'Write the merged entries out.',
    }
  }
  if (key.value !== '__proto__') return null
  return { code: 'type/key', ...at, what: 'No key may be called “__proto__”.', fix: 'Choose another name.' }
}

/** What makes a node mean something else than what it shows. */
export function indirectionProblems(node: ParsedNode, file: string, line: number): readonly Problem[] {
  if (isAlias(node)) return [indirectionProblem('an alias (*)', { file, line })]
  const problems: Problem[] = []
  if (node.anchor !== undefined) problems.push(indirectionProblem('an anchor (&)', { file, line }))
  if (node.tag !== undefined) problems.push(indirectionProblem('a tag (!)', { file, line }))
  return problems
}

function indirectionProblem(found: string, at: At): Problem {
  return {
    code: 'type/indirection',
    ...at,
    what: `There is ${found} here, which makes the file mean something else than what it shows.`,
    fix: 'Write the value out where it is used.',
  }
}
