import { changePaths } from '../../core/plan/change-paths.js'
import { gitBlobOid } from '../../core/text/git-oid.js'
import type { Change } from '../../model/change.js'
import type { Manifests, ObservedFile } from '../../model/manifest.js'
import { readLocalManifests } from '../read-local-manifests.js'

/**
 * The manifests a test plans on: those of the checkout, or, where the test brings its own, only these. Schemas a test does not bring are
 * read from the checkout in either case: they are part of the rules, not of what a request changes.
 */
export function readTestManifests(
  root: string,
  changes: readonly Change[],
  existing: ReadonlyMap<string, string> | null,
): Manifests {
  const local = readLocalManifests(root, changePaths(changes))
  if (existing === null) return local
  const schemas = new Set(changes.map(({ validate }) => validate))
  return { ...local, files: local.files.map((file) => brought(file, existing, schemas)) }
}

function brought(
  local: ObservedFile,
  existing: ReadonlyMap<string, string>,
  schemas: ReadonlySet<string | null>,
): ObservedFile {
  const { path } = local
  const text = existing.get(path)
  if (text !== undefined) return { kind: 'text', path, mode: '100644', oid: gitBlobOid(text), text }
  return schemas.has(path) ? local : { kind: 'absent', path }
}
