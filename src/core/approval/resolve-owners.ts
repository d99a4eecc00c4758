import type { ApprovalNode, Approver, PeopleNode } from '../../model/request-type.js'
import type { ResolvedApprover } from '../../model/verdict.js'
import { principalText } from './principal.js'
import type { ResolvedPeople } from './refuse-vote.js'

/** A touched file and those CODEOWNERS names for it; nobody where no line names an owner. */
export interface FileOwners {
  readonly path: string
  readonly owners: readonly ResolvedApprover[]
}

/** A node of the approval rules in which every approver can be checked. */
export type ResolvedNode =
  | ResolvedPeople
  | { readonly kind: 'all' | 'any'; readonly of: readonly ResolvedNode[] }

/**
 * Puts the code owners of the touched files where a rule says `codeowners`. Files with the same owners make one node, and each such node
 * has to be satisfied. The others that the rule names count for every file; for a file without an owner they are all there is.
 */
export function resolveOwners(node: ApprovalNode, files: readonly FileOwners[]): ResolvedNode {
  if (node.kind !== 'people')
    return { kind: node.kind, of: node.of.map((each) => resolveOwners(each, files)) }
  const others = node.from.flatMap((each) => (each.kind === 'codeowners' ? [] : [each]))
  if (others.length === node.from.length) return people(node, others, null)
  const nodes = distinctOwners(files).map(({ owners, paths }) => people(node, [...owners, ...others], paths))
  const [first, ...more] = nodes
  if (first === undefined) return people(node, others, [])
  return more.length === 0 ? first : { kind: 'all', of: nodes }
}

/** Whether some node asks for code owners. */
export function asksCodeowners(node: ApprovalNode): boolean {
  return node.kind === 'people' ? node.from.some(isCodeowners) : node.of.some(asksCodeowners)
}

function isCodeowners({ kind }: Approver): boolean {
  return kind === 'codeowners'
}

function people(
  node: PeopleNode,
  from: readonly ResolvedApprover[],
  files: readonly string[] | null,
): ResolvedPeople {
  return { ...node, from, files }
}

interface OwnedFiles {
  readonly owners: readonly ResolvedApprover[]
  readonly paths: readonly string[]
}

function distinctOwners(files: readonly FileOwners[]): readonly OwnedFiles[] {
  const sets = new Map<string, OwnedFiles>()
  for (const { path, owners } of files) {
    const key = [...new Set(owners.map((each) => principalText(each).toLowerCase()))].sort().join(' ')
    const known = sets.get(key)
    sets.set(
      key,
      known === undefined ? { owners, paths: [path] } : { ...known, paths: [...known.paths, path] },
    )
  }
  return [...sets.values()]
}
