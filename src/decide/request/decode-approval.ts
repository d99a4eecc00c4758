import type { ApprovalRule } from '../../model/request-type.js'
import { decodeExpression } from './decode-expression.js'
import { decodePrincipals } from './decode-principals.js'
import {
  type Decoding,
  entriesByKey,
  itemsOf,
  missing,
  type Piece,
  pieceOf,
  report,
  wrongKind,
} from './decoding.js'
import type { YamlEntry, YamlMap } from './yaml-tree.js'

/** Who must approve; at least one rule, because without one nobody could. */
export function decodeApproval(
  decoding: Decoding,
  entry: YamlEntry | undefined,
  map: YamlMap,
): readonly ApprovalRule[] {
  const empty = entry === undefined || (entry.value.kind === 'list' && entry.value.items.length === 0)
  if (empty || (entry.value.kind === 'scalar' && entry.value.value === null)) {
    report(decoding, entry?.line ?? map.line, {
      code: 'type/approval-missing',
      what: 'No approval rule says who may approve, so nobody could.',
      fix: 'Add one, as in approval: [{ from: [team:platform] }].',
    })
    return []
  }
  const items = itemsOf(decoding, pieceOf(decoding, entry, ''), '[{ from: [team:platform] }]') ?? []
  return items.map((item) => decodeApprovalRule(decoding, item)).filter((rule) => rule !== null)
}

function decodeApprovalRule(decoding: Decoding, item: Piece): ApprovalRule | null {
  const entries = entriesByKey(decoding, item, ['when', 'from', 'count'])
  if (entries === null || item.tree.kind !== 'map') return null
  const [when, from, count] = [entries.get('when'), entries.get('from'), entries.get('count')]
  const people =
    from === undefined
      ? missing(decoding, item.tree, 'from', 'from: [team:platform]')
      : decodePrincipals(decoding, pieceOf(decoding, from, item.place))
  return {
    when: when === undefined ? null : decodeExpression(decoding, pieceOf(decoding, when, item.place)),
    from: people ?? [],
    count: count === undefined ? 1 : (decodeCount(decoding, pieceOf(decoding, count, item.place)) ?? 1),
  }
}

function decodeCount(decoding: Decoding, piece: Piece): number | null {
  const { tree } = piece
  if (
    tree.kind === 'scalar' &&
    typeof tree.value === 'number' &&
    Number.isSafeInteger(tree.value) &&
    tree.value >= 1
  ) {
    return tree.value
  }
  return wrongKind(decoding, piece, 'how many people have to approve, at least', '1')
}
