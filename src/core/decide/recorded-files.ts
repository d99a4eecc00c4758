import type { Plan } from '../../model/plan.js'
import type { RecordedFile } from '../../model/record.js'
import { recordedPlace, wholeFile } from '../plan/recorded-place.js'

/**
 * Longest list of places a record keeps of all files together, in characters of JSON; where it would be longer, the whole file stands for
 * its places. A line of a text file is its own place and may be as long as the file, and GitHub cuts long files off in a listing.
 */
export const placesLengthMax = 60_000

/** What a record keeps of the files of a plan: the blob ids, not the texts; the places, and of their values the digests. */
export function recordedFiles({ files }: Pick<Plan, 'files'>): readonly RecordedFile[] {
  let left = placesLengthMax
  return files.map(({ path, change, mode, before, after, places }) => {
    const named = places.map(recordedPlace)
    const { length } = JSON.stringify(named)
    const fits = named.length > 0 && length <= left
    if (fits) left -= length
    const states = { before: before?.oid ?? null, after: after?.oid ?? null }
    return { path, change, mode, ...states, places: fits ? named : [wholeFile] }
  })
}
