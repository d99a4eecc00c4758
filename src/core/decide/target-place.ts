import { fullName, type RepositoryRef, sameRepository } from '../../model/ids.js'
import type { TargetFile } from '../../model/needs.js'
import type { LedgerRecord } from '../../model/record.js'
import type { RequestType } from '../../model/request-type.js'
import type { FirstLook, ReachedTarget, Snapshot } from '../../model/snapshot.js'
import type { FirstReading } from './reading.js'
import { recordedTarget } from './recorded-target.js'
import { branchPrefix } from './request-branch.js'

/** Where a request's branch and pull request are. */
export interface TargetPlace {
  /** Null is the repository of the issue. */
  readonly repository: RepositoryRef | null
  readonly prefix: string
}

/** Where requests of a type are carried out. Only the request type on the default branch says so, never an issue. */
export function targetPlace(snapshot: FirstLook, type: Pick<RequestType, 'target'>): TargetPlace {
  return placeAt(snapshot, type.target.repository)
}

/** Where a recorded request was carried out; without a plan, where its type would have it now. */
export function recordedPlace(
  { snapshot, policy }: FirstReading,
  { predicate }: Pick<LedgerRecord, 'predicate'>,
): TargetPlace {
  if (predicate.plan !== null) return placeAt(snapshot, recordedTarget({ predicate }))
  const known = policy.candidates.find(({ type }) => type.name === predicate.request.type)
  return placeAt(snapshot, known?.type.target.repository ?? null)
}

/** The repository the manifests live in, once it was read. */
export function reachedTarget({ details }: Snapshot): ReachedTarget {
  if (!details.target.reached) throw new Error('a target is used before it was reached')
  return details.target
}

/** Files of the manifests as a ledger names them. */
export function targetFiles(
  snapshot: Snapshot,
  branch: string,
  paths: readonly string[],
): readonly TargetFile[] {
  const there = elsewhere(snapshot)
  const repository = there === null ? null : fullName(there)
  return paths.map((path) => ({ repository, branch, path }))
}

/** The target of a request, where that is another repository than the one of the issue. */
export function elsewhere({ repository, details }: Snapshot): RepositoryRef | null {
  return sameRepository(details.target, repository) ? null : details.target
}

function placeAt({ repository: home }: FirstLook, target: RepositoryRef | null): TargetPlace {
  const there = target === null || sameRepository(target, home) ? null : target
  return { repository: there, prefix: branchPrefix(home, there ?? home) }
}
