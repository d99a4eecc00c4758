import { changePaths, manifestPaths } from '../plan/change-paths.js'
import type { LaterChapter, UnderstoodRequest } from './understand.js'

/** Every file a request may touch or has to read beside them, sorted. */
export function touchedPaths({ changes, later }: UnderstoodRequest): readonly string[] {
  return later === null ? changePaths(changes) : mergedPaths(later)
}

/** The files a request may touch, sorted. */
export function touchedManifests({ changes, later }: UnderstoodRequest): readonly string[] {
  return later === null ? manifestPaths(changes) : mergedPaths(later)
}

/** Who owns what a request has touched is asked also where no file changes. */
function mergedPaths({ merges }: LaterChapter): readonly string[] {
  const paths = merges.flatMap(({ predicate }) => predicate.plan?.files.map(({ path }) => path) ?? [])
  return [...new Set(paths)].sort()
}
