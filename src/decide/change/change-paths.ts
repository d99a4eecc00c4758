import type { Change } from '../../model/change.js'

/** The paths of all manifests the changes touch, each once, sorted: what has to be read before they can be planned. */
export function changePaths(changes: readonly Change[]): readonly string[] {
  return [...new Set(changes.map((change) => change.file))].sort()
}
