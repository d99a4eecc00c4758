import type { SubmissionOptions } from '../../model/submission.js'
import { type Decoding, type Piece, wrongKind } from '../decode/decoding.js'

/** The switches of a request type that say how its issues are read; what is not there is off. */
export function decodeReading(
  decoding: Decoding,
  allowMissingOptional: Piece | null,
  refuseUnseenCharacters: Piece | null,
): SubmissionOptions {
  return {
    allowMissingOptional: isOn(decoding, allowMissingOptional),
    refuseUnseenCharacters: isOn(decoding, refuseUnseenCharacters),
  }
}

function isOn(decoding: Decoding, piece: Piece | null): boolean {
  if (piece === null) return false
  const { tree } = piece
  if (tree.kind === 'scalar' && typeof tree.value === 'boolean') return tree.value
  wrongKind(decoding, piece, 'true or false, without quotes, as in', `${piece.place}: true`)
  return false
}
