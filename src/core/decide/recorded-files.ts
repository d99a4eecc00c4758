import type { Place, Plan } from '../../model/plan.js'
import type { RecordedFile, RecordedPlace } from '../../model/record.js'

/**
 * Longest list of places a record keeps of all files together, in characters of JSON; where it would be longer, the whole file stands for
 * its places. A line of a text file is its own place and may be as long as the file, and GitHub cuts long files off in a listing.
 */
export const placesLengthMax = 20_000

/** What a record keeps of the files of a plan: the blob ids, not the texts; the places, not the values. */
export function recordedFiles({ files }: Pick<Plan, 'files'>): readonly RecordedFile[] {
  let left = placesLengthMax
  return files.map(({ path, change, mode, before, after, places }) => {
    const named = places.map(withoutValues)
    const { length } = JSON.stringify(named)
    const fits = named.length > 0 && length <= left
    if (fits) left -= length
    const states = { before: before?.oid ?? null, after: after?.oid ?? null }
    return { path, change, mode, ...states, places: fits ? named : [wholeFile] }
  })
}

/** The place that holds every other of its file. */
export const wholeFile: RecordedPlace = { at: [] }

function withoutValues({ document, at }: Place): RecordedPlace {
  return document === undefined ? { at } : { document, at }
}
