import type { Change } from '../../model/change.js'

/**
 * The paths that have to be read before the changes can be planned, each once, sorted: of all manifests they touch, and of the schemas
 * these have to follow. A schema is only read.
 */
export function changePaths(changes: readonly Change[]): readonly string[] {
  const schemas = changes.flatMap(({ validate }) => (validate === null ? [] : [validate]))
  return [...new Set([...manifestPaths(changes), ...schemas])].sort()
}

/** The paths of all manifests the changes touch, each once, sorted. */
export function manifestPaths(changes: readonly Change[]): readonly string[] {
  return [...new Set(changes.map((change) => change.file))].sort()
}
