import { documentWithoutLines, positionOf } from '../manifest/choose-document.js'
import { findPlace } from '../manifest/find-place.js'
import { lineFinder } from '../manifest/line-finder.js'
import { manifestFormat } from '../manifest/manifest-format.js'
import type { DriftFinding } from './finding.js'

/** The line, counted from 1, of a place in the text it was found in, or of what is around it where it is gone; null where the text does not tell. */
export function lineOfFinding(path: string, text: string, finding: DriftFinding): number | null {
  const format = /\.(?:ya?ml|jsonc?)$/i.test(path) ? manifestFormat(path) : null
  if (finding.kind !== 'changed' || format === null) return null
  const reading = format.readExactly(text.replace(/^\ufeff/, ''), path)
  if (!reading.ok) return null
  const { documents, spelled } = reading.value
  const { document = 0, at } = finding
  const index = typeof document === 'number' ? document : positionOf(documents, document)
  if (index === null || index >= documents.length) return null
  const sides = { data: documents[index] ?? null, spelled: spelled[index] ?? null }
  const place = findPlace(documentWithoutLines(path, sides), at)
  return place.ok ? lineFinder(text, path)(index, place.value.path) : null
}
