import type { Oid } from '../../model/ids.js'
import type { Json } from '../../model/json.js'
import type { RecordedFile, RecordedPlace } from '../../model/record.js'
import type { TargetTexts } from '../../model/target-tree.js'
import { namedPlaces, type PlacesOf } from '../ledger/in-force.js'
import { documentWithoutLines, resourceOf } from '../manifest/choose-document.js'
import { findPlace } from '../manifest/find-place.js'
import { manifestFormat } from '../manifest/manifest-format.js'
import type { Reading } from '../manifest/reading.js'
import { type NamedPlace, placesBetween } from '../plan/places-between.js'
import { isWholeFile, valueDigest } from '../plan/recorded-place.js'
import { linesBetween } from '../plan/restore-lines.js'

/**
 * The places of files of which a record tells none, because more people can read the ledger than the file: found in what the merge found and left there, as far
 * as that was read.
 */
export function placesTold(texts: TargetTexts): PlacesOf {
  return (file) => namedPlaces(file) ?? placesIn(file, texts)
}

function placesIn(
  { path, before, after }: RecordedFile,
  texts: TargetTexts,
): readonly RecordedPlace[] | null {
  const [old, written] = [textIn(before, texts), textIn(after, texts)]
  if (old === null || written === null) return null
  const format = manifestFormat(path)
  const readings =
    format === null ? [] : [old, written].map((text) => format.readExactly(text.replace(/^\ufeff/, ''), path))
  const [found, left] = readings
  const places =
    found?.ok === true && left?.ok === true
      ? dataBetween(path, found.value, left.value)
      : linesBetween(old, written)
  return places === null || places.some(isWholeFile) ? null : places
}

function textIn(blob: Oid | null, texts: TargetTexts): string | null {
  const text = blob === null ? undefined : texts.get(blob)
  return text?.kind === 'text' ? text.text : null
}

/** Null where documents have come or gone. */
function dataBetween(file: string, before: Reading, after: Reading): readonly RecordedPlace[] | null {
  if (before.documents.length !== after.documents.length) return null
  return after.spelled.flatMap((spelled, index) => {
    const data = after.documents[index] ?? null
    const where = after.documents.length < 2 ? {} : { document: resourceOf(after.documents, index) ?? index }
    return placesBetween(before.spelled[index] ?? null, spelled).map((place) => ({
      ...where,
      ...recorded(place, (at) => {
        const found = findPlace(documentWithoutLines(file, { data, spelled }), at)
        return found.ok && found.value.kind === 'found' ? found.value.value : undefined
      }),
    }))
  })
}

function recorded(place: NamedPlace, valueAt: (at: NamedPlace['at']) => Json | undefined): RecordedPlace {
  const { at } = place
  const value = valueAt(at)
  if (place.kind === 'entry') return value === undefined ? { at } : { at, after: valueDigest(value) }
  const item = valueDigest(place.item)
  const isThere = Array.isArray(value) && value.some((each) => valueDigest(each) === item)
  return isThere ? { at, item, after: item } : { at, item }
}
