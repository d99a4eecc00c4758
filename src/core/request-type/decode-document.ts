import type { Template } from '../../model/request-type.js'
import {
  type Decoding,
  describe,
  entriesByKey,
  jsonOf,
  type Piece,
  pieceOf,
  report,
  textOf,
} from '../decode/decoding.js'
import { isIndex } from './is-index.js'

/** Which document of a file with several: an index from 0, or `kind` and `name` of a Kubernetes resource. */
export function decodeDocument(decoding: Decoding, piece: Piece): Template {
  const { tree } = piece
  if (tree.kind === 'scalar' && typeof tree.value === 'number' && isIndex(tree.value)) return tree.value
  if (tree.kind !== 'map' || tree.entries.length === 0) {
    return report(decoding, tree.line, {
      code: 'type/value',
      what: `“${piece.place}” is ${describe(tree)}.`,
      fix: 'Write the number of the document from 0, or its kind and name, as in { kind: Deployment, name: web }.',
    })
  }
  entriesByKey(decoding, piece, ['kind', 'name'])
  for (const entry of tree.entries) textOf(decoding, pieceOf(decoding, entry, piece.place), 'Deployment')
  return jsonOf(decoding, tree)
}
