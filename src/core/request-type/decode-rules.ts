import type { Rule } from '../../model/request-type.js'
import {
  type Decoding,
  entriesByKey,
  itemsOf,
  missing,
  type Piece,
  pieceOf,
  textOf,
} from '../decode/decoding.js'
import { decodeExpression } from './decode-expression.js'

/** The conditions across fields. */
export function decodeRules(decoding: Decoding, piece: Piece | null): readonly Rule[] {
  const items =
    piece === null ? [] : (itemsOf(decoding, piece, '[{ assert: request.cpu <= 4, message: … }]') ?? [])
  const rules: Rule[] = []
  for (const item of items) {
    const entries = entriesByKey(decoding, item, ['assert', 'message'])
    if (entries === null || item.tree.kind !== 'map') continue
    const [assert, message] = [entries.get('assert'), entries.get('message')]
    const expression =
      assert === undefined
        ? missing(decoding, item.tree, 'assert', 'assert: request.cpu <= 4')
        : decodeExpression(decoding, pieceOf(decoding, assert, item.place))
    const sentence =
      message === undefined
        ? missing(decoding, item.tree, 'message', 'message: More than 4 CPUs need an architecture review.')
        : textOf(
            decoding,
            pieceOf(decoding, message, item.place),
            'More than 4 CPUs need an architecture review.',
          )
    if (expression !== null && sentence !== null) rules.push({ assert: expression, message: sentence.trim() })
  }
  return rules
}
