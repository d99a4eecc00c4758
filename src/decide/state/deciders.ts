import type { RequestType } from '../../model/request-type.js'
import type { Snapshot } from '../../model/snapshot.js'
import type { ResolvedApprover } from '../../model/verdict.js'
import { namedPrincipals } from '../approval/named-principals.js'
import { ownersOf } from '../approval/owners-of.js'
import { asksCodeowners } from '../approval/resolve-owners.js'
import { manifestPaths } from '../change/change-paths.js'
import { understand } from '../understand.js'

/**
 * Everyone who can decide about a request: whom its approval rules name, and the code owners of the files it touches where a rule asks for
 * them. Owners that belong to no account are left out, so that nobody's command is held up by them.
 */
export function deciders(snapshot: Snapshot, type: RequestType): readonly ResolvedApprover[] {
  return [...namedPrincipals(type.approval), ...touchedOwners(snapshot, type)]
}

/** The code owners of the manifests a request may touch; none where no rule of its type asks for them. */
export function touchedOwners(snapshot: Snapshot, type: RequestType): readonly ResolvedApprover[] {
  const asked = type.approval.some(({ needs }) => needs.kind !== 'automatic' && asksCodeowners(needs))
  const files = snapshot.details?.manifests.files
  if (!asked || files === undefined) return []
  const understanding = understand(snapshot)
  if (understanding.kind !== 'request') return []
  const paths = manifestPaths(understanding.changes)
  return ownersOf(paths, files, snapshot.repository.owner)
    .flatMap(({ owners }) => owners)
    .filter(({ kind }) => kind !== 'unresolved')
}
