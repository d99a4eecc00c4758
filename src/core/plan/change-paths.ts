import type { Change } from '../../model/change.js'

/**
 * The paths that have to be read before the changes can be planned, each once, sorted: of all manifests they touch, of the schemas
 * these have to follow, and of what is copied into them. Schemas and sources are only read.
 */
export function changePaths(changes: readonly Change[]): readonly string[] {
  return [...new Set([...readPaths(changes), ...sourcePaths(changes)])].sort()
}

/** The paths of all manifests the changes touch, and of the schemas these have to follow, each once, sorted. */
export function readPaths(changes: readonly Change[]): readonly string[] {
  const schemas = changes.flatMap(({ validate }) => (validate === null ? [] : [validate]))
  return [...new Set([...manifestPaths(changes), ...schemas])].sort()
}

/** The paths from which something is copied, each once, sorted. */
export function sourcePaths(changes: readonly Change[]): readonly string[] {
  const sources = changes.flatMap((change) => (change.kind === 'copy' ? [change.from.file] : []))
  return [...new Set(sources)].sort()
}

/** The paths of all manifests the changes touch, each once, sorted. */
export function manifestPaths(changes: readonly Change[]): readonly string[] {
  return [...new Set(changes.map((change) => change.file))].sort()
}
