import type { Digest } from '../../model/ids.js'
import { isList, type Json } from '../../model/json.js'
import { ok, type Result } from '../../model/problem.js'
import type { Layer } from '../ledger/in-force.js'
import { documentWithoutLines, positionOf } from '../manifest/choose-document.js'
import { findPlace } from '../manifest/find-place.js'
import { lineFormat } from '../manifest/lines/read-line.js'
import { manifestFormat } from '../manifest/manifest-format.js'
import type { Reading } from '../manifest/reading.js'
import { isWholeFile, valueDigest } from '../plan/recorded-place.js'
import { linesOf } from '../plan/take-back-lines.js'
import type { DriftFinding } from './finding.js'
import type { OwedFile } from './owed.js'

/** What a place says, compared by the digest on record. */
export type Seen =
  | { readonly kind: 'as-owed' }
  /** Left out where nothing stands there. */
  | { readonly kind: 'differs'; readonly found?: Json }
  /** The digest alone does not tell. */
  | { readonly kind: 'unclear' }

/** A file that was read once, for all that is owed in it. */
export interface FileReading {
  readonly see: (layer: Layer) => Seen
  /** What is told of a place that differs; null where the text that was owed does not have what is on record. */
  readonly tell: (
    layer: Layer,
    seen: Seen & { readonly kind: 'differs' },
    wanted: string,
  ) => DriftFinding | null
}

/** Reads a file as it is now. What is no longer what its name says is a problem. */
export function quickReader({ path }: OwedFile, text: string): Result<FileReading> {
  const said = sayerOf(path, text)
  if (!said.ok) return said
  const texts = new Map<string, Sayer | null>()
  const sayerOnce = (wanted: string) => {
    const known = texts.get(wanted)
    if (known !== undefined) return known
    const read = sayerOf(path, wanted)
    const sayer = read.ok ? read.value : null
    texts.set(wanted, sayer)
    return sayer
  }
  return ok({
    see: (layer) => see(layer, said.value),
    tell: (layer, seen, wanted) => tell(layer, seen, sayerOnce(wanted)),
  })
}

/** What a text says at a place: nothing is undefined; null where that cannot be told so easily. */
type Sayer = (layer: Layer) => { readonly value?: Json } | null

function sayerOf(path: string, text: string): Result<Sayer> {
  const format = manifestFormat(path)
  if (format === null) return ok(sayerOfLines(path, text))
  const reading = format.readExactly(text.replace(/^\ufeff/, ''), path)
  return reading.ok ? ok(sayerOfData(path, reading.value)) : reading
}

/** In an INI file a line means another thing in each section. */
function sayerOfLines(path: string, text: string): Sayer {
  const lines = new Set(linesOf(text))
  const isIni = lineFormat(path) === 'ini'
  return ({ place: { at }, named }) => {
    const [step] = at
    if (!named || isIni || at.length !== 1 || typeof step !== 'object' || typeof step.line !== 'string')
      return null
    return lines.has(step.line) ? { value: step.line } : {}
  }
}

function sayerOfData(file: string, { documents, spelled }: Reading): Sayer {
  const items = new Map<readonly Json[], ReadonlyMap<Digest, Json>>()
  const itemsOf = (list: readonly Json[]) => {
    const known = items.get(list) ?? new Map(list.map((item) => [valueDigest(item), item]))
    items.set(list, known)
    return known
  }
  return ({ place, named }) => {
    const index = documentOf(place.document, documents)
    // A line of a manifest looks like an item; the position of an item may be another one by now.
    const isPlain = place.at.every((step) => typeof step === 'string' || isNamed(step))
    if (!named || isWholeFile(place) || index === null || !isPlain) return null
    const sides = { data: documents[index] ?? null, spelled: spelled[index] ?? null }
    const found = findPlace(documentWithoutLines(file, sides), place.at)
    if (!found.ok) return null
    if (found.value.kind !== 'found') return {}
    const { value } = found.value
    if (place.item === undefined) return { value }
    const item = isList(value) ? itemsOf(value).get(place.item) : undefined
    return item === undefined ? {} : { value: item }
  }
}

function isLine({ file }: Layer): boolean {
  return manifestFormat(file.path) === null
}

function isNamed(step: Layer['place']['at'][number]): boolean {
  return typeof step === 'object' && !('line' in step)
}

function documentOf(said: Layer['place']['document'], documents: readonly Json[]): number | null {
  if (typeof said === 'object') return positionOf(documents, said)
  const only = said === undefined && documents.length < 2
  return only ? 0 : typeof said === 'number' && said < documents.length ? said : null
}

function see(layer: Layer, sayer: Sayer): Seen {
  const said = sayer(layer)
  if (said === null) return { kind: 'unclear' }
  const digest = said.value === undefined ? undefined : valueDigest(said.value)
  return digest === layer.place.after ? { kind: 'as-owed' } : { kind: 'differs', ...foundOf(said) }
}

function foundOf({ value }: { readonly value?: Json }): { readonly found?: Json } {
  return value === undefined ? {} : { found: value }
}

/** What was owed is read from what the newest merge left, where that has it. What took the place of a line is found beside the others. */
function tell(layer: Layer, { found }: Seen & { kind: 'differs' }, sayer: Sayer | null): DriftFinding | null {
  const wanted = isLine(layer) ? null : (sayer?.(layer) ?? null)
  if (wanted === null) return null
  const digest = wanted.value === undefined ? undefined : valueDigest(wanted.value)
  if (digest !== layer.place.after) return null
  const { document, at } = layer.place
  return {
    kind: 'changed',
    of: [layer],
    ...(document === undefined ? {} : { document }),
    at,
    ...(wanted.value === undefined ? {} : { expected: wanted.value }),
    ...(found === undefined ? {} : { found }),
  }
}
