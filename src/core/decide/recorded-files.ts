import type { Json } from '../../model/json.js'
import type { Place, Plan } from '../../model/plan.js'
import type { RecordedFile, RecordedPlace } from '../../model/record.js'
import { canonicalJson, sha256 } from '../text/digest.js'

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

/** The place that holds every other of its file. */
export const wholeFile: RecordedPlace = { at: [] }

/** A list item that comes or goes and is known by its position alone is named by what it is: its position says nothing once others have come and gone. */
export function recordedPlace({ document, resource, at, old, new: written }: Place): RecordedPlace {
  const where = resource ?? document
  const named = where === undefined ? {} : { document: where }
  const only = old === undefined ? written : written === undefined ? old : undefined
  if (typeof at.at(-1) === 'number' && only !== undefined)
    return { ...named, at: at.slice(0, -1), item: valueDigest(only), ...digests(old, written) }
  return { ...named, at, ...digests(old, written) }
}

function digests(old: Json | undefined, written: Json | undefined): Pick<RecordedPlace, 'before' | 'after'> {
  return {
    ...(old === undefined ? {} : { before: valueDigest(old) }),
    ...(written === undefined ? {} : { after: valueDigest(written) }),
  }
}

/** The digest by which a value of a manifest is known: equal data has one digest, however it is written. */
export function valueDigest(value: Json) {
  return sha256(canonicalJson(value))
}
