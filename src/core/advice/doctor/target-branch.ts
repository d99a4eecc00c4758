import type { RepositoryRef } from '../../../model/ids.js'
import type { RequestType } from '../../../model/request-type.js'

/** The branch of this repository that requests of a type are merged into, or null where that is another repository's. */
export function targetBranch(
  { target }: RequestType,
  here: RepositoryRef,
  defaultBranch: string,
): string | null {
  const { repository, branch } = target
  const elsewhere = repository !== null && nameOf(repository) !== nameOf(here)
  return elsewhere ? null : (branch ?? defaultBranch)
}

/** GitHub's names do not distinguish case. */
function nameOf({ owner, name }: RepositoryRef): string {
  return `${owner}/${name}`.toLowerCase()
}
