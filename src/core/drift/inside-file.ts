import type { Json } from '../../model/json.js'
import { documentWithoutLines, resourceOf } from '../manifest/choose-document.js'
import { findPlace } from '../manifest/find-place.js'
import { manifestFormat } from '../manifest/manifest-format.js'
import type { Reading, Sides } from '../manifest/reading.js'
import { type NamedPlace, placesBetween } from '../plan/places-between.js'
import { valueDigest } from '../plan/recorded-place.js'
import type { DriftFinding } from './finding.js'

type Changed = DriftFinding & { readonly kind: 'changed' }

/**
 * Of a file that a request has made, and that says something else as a whole, the places that differ: two texts that begin alike tell nobody anything. What is
 * no manifest, or has other documents than before, stays whole.
 */
export function insideFile(path: string, finding: DriftFinding): readonly DriftFinding[] {
  if (finding.kind !== 'changed' || finding.at.length > 0 || finding.document !== undefined) return [finding]
  const [wanted, said] = [readingOf(path, finding.expected), readingOf(path, finding.found)]
  if (wanted === null || said === null || wanted.documents.length !== said.documents.length) return [finding]
  const inside = said.documents.flatMap((_, index) => {
    const where = said.documents.length < 2 ? {} : { document: resourceOf(said.documents, index) ?? index }
    const [old, now] = [sidesOf(wanted, index), sidesOf(said, index)]
    return placesBetween(old.spelled, now.spelled).map((place): Changed => {
      const sides = { expected: saidAt(path, old, place), found: saidAt(path, now, place) }
      return { kind: 'changed', of: finding.of, ...where, at: place.at, ...told(sides) }
    })
  })
  return inside.length === 0 ? [finding] : inside
}

function readingOf(path: string, text: Json | undefined): Reading | null {
  const reading =
    typeof text === 'string'
      ? manifestFormat(path)?.readExactly(text.replace(/^\ufeff/, ''), path)
      : undefined
  return reading?.ok === true ? reading.value : null
}

function sidesOf({ documents, spelled }: Reading, index: number): Sides {
  return { data: documents[index] ?? null, spelled: spelled[index] ?? null }
}

function saidAt(path: string, sides: Sides, place: NamedPlace): Json | undefined {
  const found = findPlace(documentWithoutLines(path, sides), place.at)
  if (!found.ok || found.value.kind !== 'found') return undefined
  const { value } = found.value
  if (place.kind === 'entry') return value
  return Array.isArray(value) && value.some((each) => sameJson(each, place.item)) ? place.item : undefined
}

function sameJson(a: Json, b: Json): boolean {
  return valueDigest(a) === valueDigest(b)
}

function told({
  expected,
  found,
}: {
  readonly expected: Json | undefined
  readonly found: Json | undefined
}) {
  return {
    ...(expected === undefined ? {} : { expected }),
    ...(found === undefined ? {} : { found }),
  }
}
