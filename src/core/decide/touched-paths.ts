import { changePaths, manifestPaths } from '../plan/change-paths.js'
import type { UnderstoodRequest } from './understand.js'

/** Every file a request may touch or has to read beside them, sorted. */
export function touchedPaths({ changes, takesBack }: UnderstoodRequest): readonly string[] {
  return takesBack === null ? changePaths(changes) : mergedPaths(takesBack)
}

/** The files a request may touch, sorted. */
export function touchedManifests({ changes, takesBack }: UnderstoodRequest): readonly string[] {
  return takesBack === null ? manifestPaths(changes) : mergedPaths(takesBack)
}

function mergedPaths(merges: NonNullable<UnderstoodRequest['takesBack']>): readonly string[] {
  const paths = merges.flatMap(({ predicate }) => predicate.plan?.files.map(({ path }) => path) ?? [])
  return [...new Set(paths)].sort()
}
