import { readCommit } from '../git/commits.js'
import { isAncestor } from '../git/history.js'
import { readRef } from '../git/refs.js'
import { Lacking } from '../lacking.js'
import { nodeId } from '../rest/urls.js'
import { moveRef } from '../world/branches.js'
import { canSee, mayWrite } from '../world/identity.js'
import { Refusal } from '../world/refusal.js'
import type { Repository } from '../world/world.js'
import { forbidden, type GraphCall, graphError } from './call.js'

export interface UpdateRefsInput {
  readonly clientMutationId?: string | null
  readonly repositoryId: string
  readonly refUpdates: readonly RefUpdate[]
}

interface RefUpdate {
  readonly name: string
  readonly beforeOid?: string | null
  readonly afterOid: string
  readonly force?: boolean | null
}

/** What {@link updateRefs} reads. */
export const refUpdateFields = [
  'input.clientMutationId',
  'input.repositoryId',
  ...['name', 'beforeOid', 'afterOid', 'force'].map((field) => `input.refUpdates[].${field}`),
]

/** How GitHub writes that a ref must not be there, or is to go. */
const nothing = /^0+$/

/** Moves branches, each only from where the caller saw it: all of them or none. Source: GraphQL reference, updateRefs. */
export async function updateRefs(call: GraphCall, input: UpdateRefsInput) {
  const { world, identity } = call
  const repository = [...world.repositories.values()].find(
    (each) => nodeId('Repository', each.id) === input.repositoryId,
  )
  if (repository === undefined || !canSee(world, identity, repository)) {
    throw graphError('NOT_FOUND', `Could not resolve to a node with the global id of '${input.repositoryId}'`)
  }
  if (!mayWrite(world, identity, repository, 'contents', 'write')) throw forbidden()
  const moves = await Promise.all(input.refUpdates.map((update) => checked(repository, update)))
  for (const [index, move] of moves.entries()) {
    try {
      await moveRef(world, identity, repository, move)
    } catch (error) {
      // GitHub moves all of them or none; what has moved already cannot be moved back here.
      if (error instanceof Refusal && index > 0)
        throw new Lacking('some of the refs were moved and another was refused')
      if (error instanceof Refusal) throw graphError('UNPROCESSABLE', error.message)
      throw error
    }
  }
  return { clientMutationId: input.clientMutationId ?? null }
}

async function checked(repository: Repository, { name, beforeOid, afterOid, force }: RefUpdate) {
  const before = await readRef(repository.git, name)
  const expected = beforeOid === undefined || beforeOid === null ? before : orNull(beforeOid)
  if (before !== expected) {
    throw graphError('STALE_DATA', `Expected ${name} to point to "${beforeOid ?? ''}" but it did not.`)
  }
  const after = orNull(afterOid)
  if (after !== null && (await readCommit(repository.git, after)) === null) {
    throw graphError('UNPROCESSABLE', `Object ${after} does not exist.`)
  }
  if (
    force !== true &&
    before !== null &&
    after !== null &&
    !(await isAncestor(repository.git, before, after))
  ) {
    throw graphError('UNPROCESSABLE', `${name} cannot be fast-forwarded.`)
  }
  return { ref: name, before, after }
}

function orNull(oid: string): string | null {
  return nothing.test(oid) ? null : oid
}
