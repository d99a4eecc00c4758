import { isList, type Json } from '../../model/json.js'
import type { PathStep, Place } from '../../model/plan.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { RecordedPlace } from '../../model/record.js'
import {
  documentOf,
  linesBefore,
  positionOf,
  resourceOf,
  type SearchedDocument,
} from '../manifest/choose-document.js'
import type { Edit } from '../manifest/edit.js'
import type { EditedManifest } from '../manifest/edit-manifest.js'
import { findPlace } from '../manifest/find-place.js'
import { sameData } from '../manifest/json-shapes.js'
import { lineFinder } from '../manifest/line-finder.js'
import type { ManifestFormat } from '../manifest/manifest-format.js'
import { closedProblem } from '../manifest/obstacle-problem.js'
import { pointerText } from '../manifest/place-text.js'
import { editedReading, type Reading } from '../manifest/reading.js'
import { isProven, spliceAndProve } from '../manifest/splice-and-prove.js'
import type { DocumentEdit } from '../manifest/splice-in-batches.js'
import { linesTurnedBack } from '../text/align-lines.js'
import { conflict, restoreConflict, textConflict } from './conflict.js'
import { type FileTexts, wholeBack } from './lines-back.js'
import { type NamedPlace, placesBetween } from './places-between.js'
import { isWholeFile, valueDigest } from './recorded-place.js'
import { restorePlace } from './restore-place.js'
import { takeBackPlace } from './take-back-place.js'

/**
 * Whether lines that nobody has touched come back as they were, or the places alone; or whether a text is to say at some places what another says,
 * which may be the same; or whether the places get what was merged there, whatever stands there now.
 */
export type TakingBack = 'lines' | 'places' | 'shown' | 'merged'

/** A place in one document of a manifest. */
interface DocumentPlace {
  readonly document: number
  readonly place: NamedPlace
}

interface Readings {
  readonly before: Reading
  readonly shown: Reading
  readonly after: Reading
  readonly now: Reading
}

const byteOrderMark = '\ufeff'

/**
 * The manifest of now without what a request wrote at some places, every other line as it is. Where nobody has touched the lines of the request
 * they are those of before, comments and all; else the places are spliced in. The proof is the same for both, and as for any other edit.
 */
export function takeBackData(
  texts: FileTexts,
  places: readonly RecordedPlace[],
  { format, by }: { readonly format: ManifestFormat; readonly by: TakingBack },
): Result<EditedManifest> {
  const { file } = texts
  const mark = texts.now.startsWith(byteOrderMark) ? byteOrderMark : ''
  const text = texts.now.slice(mark.length)
  const read = readOnce(file, format)
  const now = read(texts.now)
  if (!now.ok) return now
  const closed = closedProblem(now.value.documents, text, file)
  if (closed !== null) return fail(closed)
  const others = [texts.before, texts.shown, texts.after].map(read)
  const [before, shown, after] = others.map((each) => (each.ok ? each.value : null))
  if (before == null || shown == null || after == null)
    return fail(textConflict(file, texts.after, texts.now, wordsOf(by)))
  const readings = { before, shown, after, now: now.value }
  const named = namedPlaces(file, readings, { places, by })
  if (!named.ok) return named
  if (named.value.length === 0 && places.some(isWholeFile))
    return by === 'merged' ? ok({ text: texts.now, places: [] }) : wholeBack(texts)
  const wanted = wantedOf(texts, readings, { places: named.value, by })
  if (!wanted.ok) return wanted
  const asked = { text, file, format, before: now.value, ...wanted.value }
  if (by === 'lines' && wanted.value.isAsWritten) {
    const turned = linesTurnedBack({ before: texts.shown, after: texts.after, now: texts.now })
    if (turned !== null && isProven(withoutMark(turned.text), asked))
      return ok({ text: turned.text, places: wanted.value.places })
  }
  const proven = spliceAndProve(asked)
  return proven.ok ? ok({ text: `${mark}${proven.value}`, places: wanted.value.places }) : proven
}

/** In whose words a conflict is told. */
function wordsOf(by: TakingBack): typeof conflict {
  return by === 'merged' ? restoreConflict : conflict
}

function withoutMark(text: string): string {
  return text.startsWith(byteOrderMark) ? text.slice(byteOrderMark.length) : text
}

/** Reads texts, each once: most of them are the same. A file without a document is one whose document is empty. */
function readOnce(file: string, format: ManifestFormat): (text: string) => Result<Reading> {
  const known = new Map<string, Result<Reading>>()
  return (text) => {
    const reading = known.get(text) ?? atLeastOne(format.readExactly(withoutMark(text), file))
    known.set(text, reading)
    return reading
  }
}

function atLeastOne(reading: Result<Reading>): Result<Reading> {
  if (!reading.ok || reading.value.documents.length > 0) return reading
  const documents = [null]
  return ok({ documents, spelled: documents })
}

interface Wanted {
  readonly wanted: Reading
  readonly edits: readonly DocumentEdit[]
  readonly places: readonly Place[]
  /** Whether every place says still what the request wrote: then no line that comes back is there already. */
  readonly isAsWritten: boolean
}

/** What the file is to say: places that come back first, so that no map or list is empty in between. */
function wantedOf(
  { file, now: text }: FileTexts,
  readings: Readings,
  { places, by }: { readonly places: readonly DocumentPlace[]; readonly by: TakingBack },
): Result<Wanted> {
  const { shown, after, now } = readings
  const find = lineFinder(withoutMark(text), file)
  const edits: DocumentEdit[] = []
  const found = new Map<DocumentPlace, Place>()
  const problems: Problem[] = []
  const lost = new Set<number>()
  let wanted = now
  for (const each of comingBackFirst(file, shown, places)) {
    const index = documentNow(readings, each.document)
    if (index === null) {
      lost.add(each.document)
      continue
    }
    const documents = {
      before: documentAt(file, shown, each.document),
      after: documentAt(file, after, each.document),
      now: { ...documentAt(file, wanted, index), lineOf: linesBefore(find, index, ofDocument(edits, index)) },
    }
    const taken = by === 'merged' ? restorePlace(documents, each.place) : takeBackPlace(documents, each.place)
    if (!taken.ok) problems.push(...taken.problems)
    else if (taken.value !== null) {
      for (const edit of taken.value.edits) {
        edits.push({ document: index, edit, lineOf: linesBefore(find, index, ofDocument(edits, index)) })
        wanted = editedReading(wanted, index, edit)
      }
      found.set(each, { ...documentOf(now.documents, index), ...taken.value.place })
    }
  }
  problems.push(...[...lost].map((document) => documentConflict(file, after, document, wordsOf(by))))
  const [first, ...more] = problems
  if (first !== undefined) return fail(first, ...more)
  return ok({
    wanted,
    edits,
    places: places.flatMap((each) => found.get(each) ?? []),
    isAsWritten: found.size === places.length,
  })
}

function ofDocument(edits: readonly DocumentEdit[], index: number): readonly Edit[] {
  return edits.filter(({ document }) => document === index).map(({ edit }) => edit)
}

function documentAt(file: string, { documents, spelled }: Reading, index: number): SearchedDocument {
  return { file, data: documents[index] ?? null, spelled: spelled[index] ?? null, lineOf: () => null }
}

function comingBackFirst(
  file: string,
  shown: Reading,
  places: readonly DocumentPlace[],
): readonly DocumentPlace[] {
  const comesBack = ({ document, place }: DocumentPlace) => {
    const found = findPlace(documentAt(file, shown, document), place.at)
    if (!found.ok || found.value.kind !== 'found') return false
    if (place.kind === 'entry') return true
    return isList(found.value.value) && found.value.value.some((item) => sameData(item, place.item))
  }
  return [...places.filter(comesBack), ...places.filter((place) => !comesBack(place))]
}

/** The places as they are called, in the documents before and after the request, none of them inside another. */
function namedPlaces(
  file: string,
  { before, shown, after }: Readings,
  { places, by }: { readonly places: readonly RecordedPlace[]; readonly by: TakingBack },
): Result<readonly DocumentPlace[]> {
  if (before.documents.length !== after.documents.length || shown.documents.length !== after.documents.length)
    return fail(wordsOf(by)(file, []))
  const named: DocumentPlace[] = []
  const problems: Problem[] = []
  const known = itemsByDigest()
  for (const recorded of places) {
    if (isWholeFile(recorded))
      for (const [document, data] of after.spelled.entries())
        named.push(
          ...placesBetween(before.spelled[document] ?? null, data).map((place) => ({ document, place })),
        )
    else {
      const document = recordedDocument(recorded.document, before, after)
      const place = document === null ? null : placeIn(file, recorded, [after, before], { document, known })
      if (document !== null && place !== null) named.push({ document, place })
      // An item that neither text has is said by both.
      else if (by !== 'shown' || recorded.item === undefined) problems.push(wordsOf(by)(file, recorded.at))
    }
  }
  const [first, ...more] = problems
  return first === undefined ? ok(outermost(named)) : fail(first, ...more)
}

function recordedDocument(said: RecordedPlace['document'], before: Reading, after: Reading): number | null {
  if (typeof said === 'object') return positionOf(before.documents, said) ?? positionOf(after.documents, said)
  const index = said ?? 0
  return index < after.documents.length ? index : null
}

/** An item by its digest, or where a way goes by positions, the value there, has to be the one of the record; else the place is not known. */
function placeIn(
  file: string,
  { at, item, before, after }: RecordedPlace,
  sides: readonly [after: Reading, before: Reading],
  { document, known }: { readonly document: number; readonly known: ItemsByDigest },
): NamedPlace | null {
  const values = sides.map((reading) => {
    const found = findPlace(documentAt(file, reading, document), at)
    return found.ok && found.value.kind === 'found' ? found.value.value : undefined
  })
  if (item !== undefined) {
    const [found] = values.flatMap((value) => (isList(value) ? (known(value).get(item) ?? []) : []))
    return found === undefined ? null : { kind: 'item', at, item: found }
  }
  const fits = (value: Json | undefined, digest: string | undefined) =>
    digest === undefined || (value !== undefined && valueDigest(value) === digest)
  const byPosition = at.some((step) => typeof step === 'number')
  return byPosition && !(fits(values[0], after) && fits(values[1], before)) ? null : { kind: 'entry', at }
}

type ItemsByDigest = (list: readonly Json[]) => ReadonlyMap<string, Json>

/** The digests of a list are computed once for all places in it. */
function itemsByDigest(): ItemsByDigest {
  const known = new Map<readonly Json[], ReadonlyMap<string, Json>>()
  return (list) => {
    const items = known.get(list) ?? new Map(list.map((item) => [valueDigest(item), item]))
    known.set(list, items)
    return items
  }
}

function outermost(places: readonly DocumentPlace[]): readonly DocumentPlace[] {
  const ways = new Map<string, DocumentPlace>()
  for (const each of places) {
    const key = JSON.stringify([
      each.document,
      pointerText(each.place.at),
      each.place.kind === 'item' ? valueDigest(each.place.item) : null,
    ])
    if (!ways.has(key)) ways.set(key, each)
  }
  const isInside = (document: number, at: readonly PathStep[]) =>
    ways.has(JSON.stringify([document, pointerText(at), null]))
  return [...ways.values()].filter(({ document, place }) => {
    const outer = Array.from(place.at, (_, length) => place.at.slice(0, length))
    return !(place.kind === 'item' ? [...outer, place.at] : outer).some((at) => isInside(document, at))
  })
}

/** Where a document stands now: by what it says it is, else by its position where none has come or gone. */
function documentNow({ before, after, now }: Readings, index: number): number | null {
  if (after.documents.length === 1 && now.documents.length === 1) return index
  const claims = [after, before].map(({ documents }) => resourceOf(documents, index))
  for (const claim of claims) {
    const position = claim === null ? null : positionOf(now.documents, claim)
    if (position !== null) return position
  }
  const hasNoName = claims.every((claim) => claim === null)
  return hasNoName && now.documents.length === after.documents.length ? index : null
}

function documentConflict(file: string, after: Reading, index: number, told: typeof conflict): Problem {
  const resource = resourceOf(after.documents, index)
  return told(file, [], resource === null ? undefined : { expected: { ...resource }, found: undefined })
}
