import type { Json } from '../../model/json.js'
import type { Place } from '../../model/plan.js'
import type { RecordedPlace } from '../../model/record.js'
import { canonicalJson, sha256 } from '../text/digest.js'

/** The place that holds every other of its file. */
export const wholeFile: RecordedPlace = { at: [] }

export function isWholeFile({ document, at, item }: RecordedPlace): boolean {
  return document === undefined && at.length === 0 && item === undefined
}

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
