import type { PathStepTemplate } from '../../model/request-type.js'
import { type Decoding, jsonOf, type Piece, wrongKind } from '../decode/decoding.js'
import { isIndex } from './is-index.js'

/** The way to a place; an empty way is the file itself, which may be a list. */
export function decodePlace(decoding: Decoding, piece: Piece): readonly PathStepTemplate[] {
  if (piece.tree.kind !== 'list') {
    wrongKind(decoding, piece, 'the way as a list, as in', '[spec, containers, { name: app }, image]')
    return []
  }
  const steps = piece.tree.items.map((tree, index) =>
    decodeStep(decoding, { tree, place: `${piece.place}/${index}` }),
  )
  return steps.filter((step) => step !== null)
}

function decodeStep(decoding: Decoding, piece: Piece): PathStepTemplate | null {
  const { tree } = piece
  if (tree.kind === 'scalar' && typeof tree.value === 'string' && tree.value !== '') return tree.value
  if (tree.kind === 'scalar' && typeof tree.value === 'number' && isIndex(tree.value)) return tree.value
  if (tree.kind !== 'map' || tree.entries.length === 0) return stepProblem(decoding, piece)
  const matcher: Record<string, string | number | boolean> = Object.create(null)
  for (const { key, value } of tree.entries) {
    const json = jsonOf(decoding, value)
    if (json === null || typeof json === 'object') return stepProblem(decoding, piece)
    matcher[key] = json
  }
  return matcher
}

function stepProblem(decoding: Decoding, piece: Piece): null {
  return wrongKind(decoding, piece, 'a key, an index from 0 or a matcher, as in', '{ name: app }')
}
