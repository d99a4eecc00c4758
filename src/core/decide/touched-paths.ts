import type { FinalRecord } from '../../model/record.js'
import { changePaths, manifestPaths, readPaths } from '../plan/change-paths.js'
import type { UnderstoodRequest } from './understand.js'

/** Every file a request may touch or has to read beside them, sorted. */
export function touchedPaths({ changes, later }: UnderstoodRequest): readonly string[] {
  if (later === null) return changePaths(changes)
  // What a stage copies stands in the merge of the one before.
  return later.does === 'next-stage' ? readPaths(changes) : mergedPaths(later.merges)
}

/** The files a request may touch, sorted. */
export function touchedManifests({ changes, later }: UnderstoodRequest): readonly string[] {
  return later === null || later.does === 'next-stage' ? manifestPaths(changes) : mergedPaths(later.merges)
}

/** Who owns what a request has touched is asked also where no file changes. */
function mergedPaths(merges: readonly FinalRecord[]): readonly string[] {
  const paths = merges.flatMap(({ predicate }) => predicate.plan?.files.map(({ path }) => path) ?? [])
  return [...new Set(paths)].sort()
}
