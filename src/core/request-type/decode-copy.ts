import type { Beside } from '../../model/change.js'
import type { CopiedPlace, PathStepTemplate, StateTemplate } from '../../model/request-type.js'
import {
  type Decoding,
  entriesByKey,
  itemsOf,
  missing,
  type Piece,
  pieceOf,
  report,
  textOf,
} from '../decode/decoding.js'
import { decodeDocument } from './decode-document.js'
import { decodePlace } from './decode-place.js'

const keys = ['from', 'at', 'places', 'document'] as const
const pathExample = 'apps/staging/values.yaml'

/**
 * What is copied from another file. A path alone is the whole file, or with `at` the same place of it; a map names another place, or
 * several places that are the same in both files.
 * @param at the change's own `at`.
 */
export function decodeCopy(
  decoding: Decoding,
  copy: Piece,
  at: Piece | null,
  beside: Beside | null,
): StateTemplate | null {
  const to = at === null ? null : decodePlace(decoding, at)
  if (to !== null && to.length === 0) return mixed(decoding, copy)
  if (copy.tree.kind === 'scalar') {
    const from = textOf(decoding, copy, pathExample)
    if (from === null) return null
    if (to !== null) return placesOf(from, [{ from: to, to }], null, beside)
    return beside === null ? { kind: 'copy', from, of: { kind: 'whole' } } : mixed(decoding, copy)
  }
  return decodeFrom(decoding, copy, to, beside)
}

function decodeFrom(
  decoding: Decoding,
  copy: Piece,
  to: readonly PathStepTemplate[] | null,
  beside: Beside | null,
): StateTemplate | null {
  const entries = entriesByKey(decoding, copy, keys)
  if (entries === null || copy.tree.kind !== 'map') return null
  const get = (key: (typeof keys)[number]): Piece | null => {
    const entry = entries.get(key)
    return entry === undefined ? null : pieceOf(decoding, entry, copy.place)
  }
  const [source, own, several, choice] = [get('from'), get('at'), get('places'), get('document')]
  const from =
    source === null
      ? missing(decoding, copy.tree, 'from', `from: ${pathExample}`)
      : textOf(decoding, source, pathExample)
  const document = choice === null ? null : decodeDocument(decoding, choice)
  if (several !== null && own === null && to === null) {
    const places = decodePlaces(decoding, several)
    return from === null ? null : placesOf(from, places, document, beside)
  }
  if (several !== null || to === null) return mixed(decoding, copy)
  const place = own === null ? to : decodePlace(decoding, own)
  return from === null ? null : placesOf(from, [{ from: place, to }], document, beside)
}

function decodePlaces(decoding: Decoding, piece: Piece): readonly CopiedPlace[] {
  const items = itemsOf(decoding, piece, '[[image, tag], [replicas]]') ?? []
  return items.flatMap((item) => {
    const place = decodePlace(decoding, item)
    if (place.length > 0) return [{ from: place, to: place }]
    if (item.tree.kind === 'list') mixed(decoding, item)
    return []
  })
}

function placesOf(
  from: string,
  places: readonly CopiedPlace[],
  fromDocument: ReturnType<typeof decodeDocument>,
  beside: Beside | null,
): StateTemplate {
  const of = { kind: 'places', places, fromDocument, ...(beside === null ? {} : { beside }) } as const
  return { kind: 'copy', from, of }
}

function mixed(decoding: Decoding, piece: Piece): null {
  return report(decoding, piece.tree.line, {
    code: 'type/change-kind',
    what: `“${piece.place}” does not say what is copied to where.`,
    fix: 'Write copy: with a path alone for a whole file; at: beside it for a place; { from, at } for a place that is another there; { from, places } without at: for several.',
  })
}
