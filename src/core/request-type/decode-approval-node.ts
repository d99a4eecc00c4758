import {
  type ApprovalNode,
  type Approver,
  type DigestDemand,
  excludables,
  type LeftOut,
  type PeopleNode,
} from '../../model/request-type.js'
import {
  type Decoding,
  entriesByKey,
  itemsOf,
  missing,
  type Piece,
  pieceOf,
  report,
  textOf,
  wrongKind,
} from '../decode/decoding.js'
import type { YamlEntry } from '../decode/yaml-tree.js'
import { closestName } from '../text/closest-name.js'
import { decodeApprovers } from './decode-principals.js'

/** Deepest nesting of groups, the rule's own included: more could not be told to people in a sentence. */
const groupDepthMax = 4

const peopleKeys = ['from', 'outside', 'count', 'not', 'valid-for', 'require-digest'] as const
const groupKeys = ['all', 'any'] as const

type Entries = ReadonlyMap<string, YamlEntry>

/** Some people (`from`), or a group (`all`, `any`) of such nodes. @param depth of the groups around it, from 1. */
export function decodeApprovalNode(
  decoding: Decoding,
  item: Piece,
  entries: Entries,
  depth: number,
): ApprovalNode | null {
  if (item.tree.kind !== 'map') return null
  const group = groupKeys.find((key) => entries.has(key))
  if (group === undefined) {
    return entries.has('from')
      ? decodePeople(decoding, item, entries)
      : missing(decoding, item.tree, 'from', 'from: [team:platform]')
  }
  const beside = [...entries.keys()].find((key) => key !== group && key !== 'when')
  if (beside !== undefined) {
    return report(decoding, item.tree.line, {
      code: 'type/approval-group',
      what: `“${beside}” stands beside “${group}”, which can only stand alone.`,
      fix: `Write it into the items of ${group}, as in ${group}: [{ from: [team:security] }, { from: [team:dba] }].`,
    })
  }
  return decodeGroup(decoding, item, entries, group, depth)
}

function decodeGroup(
  decoding: Decoding,
  item: Piece,
  entries: Entries,
  kind: 'all' | 'any',
  depth: number,
): ApprovalNode | null {
  const entry = entries.get(kind)
  if (entry === undefined) return null
  if (depth > groupDepthMax) {
    return report(decoding, entry.line, {
      code: 'type/approval-group',
      what: `The groups are nested more than ${groupDepthMax} deep.`,
      fix: 'Say it with fewer groups, or with several rules: all rules that apply have to be satisfied.',
    })
  }
  const items = itemsOf(decoding, pieceOf(decoding, entry, item.place), '[{ from: [team:security] }]') ?? []
  const of = items.map((each) => {
    const inner = entriesByKey(decoding, each, [...peopleKeys, ...groupKeys])
    return inner === null ? null : decodeApprovalNode(decoding, each, inner, depth + 1)
  })
  const found = of.filter((node) => node !== null)
  return found.length === of.length && found.length > 0 ? { kind, of: found } : null
}

function decodePeople(decoding: Decoding, item: Piece, entries: Entries): PeopleNode | null {
  const read = <T>(
    key: (typeof peopleKeys)[number],
    decode: (decoding: Decoding, piece: Piece) => T | null,
  ) => {
    const entry = entries.get(key)
    return entry === undefined ? null : decode(decoding, pieceOf(decoding, entry, item.place))
  }
  const outside = read('outside', decodeOutside) ?? false
  return {
    kind: 'people',
    from: (read('from', decodeApprovers) ?? []).map((each) => (outside ? alsoOutside(each) : each)),
    count: read('count', decodeCount) ?? 1,
    not: read('not', decodeNot) ?? excludables,
    validFor: read('valid-for', decodeDuration),
    requireDigest: read('require-digest', decodeDemand) ?? 'none',
  }
}

/** Somebody who is named counts only with a role in the repository, unless the rule says that outsiders are meant. */
function alsoOutside(approver: Approver): Approver {
  return approver.kind === 'user' ? { ...approver, outside: true } : approver
}

function decodeOutside(decoding: Decoding, piece: Piece): boolean | null {
  const { tree } = piece
  if (tree.kind === 'scalar' && typeof tree.value === 'boolean') return tree.value
  return wrongKind(
    decoding,
    piece,
    'whether the people named by login count without a role here, as in',
    'true',
  )
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

/** An empty list lets everybody approve whom `from` names, so it may be written, unlike other empty lists. */
function decodeNot(decoding: Decoding, piece: Piece): readonly LeftOut[] | null {
  if (piece.tree.kind === 'list' && piece.tree.items.length === 0) return []
  const items = itemsOf(decoding, piece, '[requester, editors, request.person]') ?? []
  const words = items.map((item) => {
    const text = textOf(decoding, item, 'requester')
    const known = text === null ? undefined : leftOut(text)
    if (known !== undefined || text === null) return known ?? null
    const closest = closestName(text, excludables)
    return report(decoding, item.tree.line, {
      code: 'type/value',
      what: `“${text}” is nobody whom “not” can leave out.`,
      fix: `${closest === null ? '' : `Did you mean ${closest}? `}The words are: ${excludables.join(', ')}, and request.<id> for the people a field names.`,
    })
  })
  return words.filter((word) => word !== null)
}

/** A word, or a field of the form; whether the form has it is looked at together with the form. */
function leftOut(text: string): LeftOut | undefined {
  const [, id] = /^request\.([A-Za-z0-9_-]{1,100})$/.exec(text) ?? []
  return id === undefined ? excludables.find((each) => each === text) : `request.${id}`
}

const secondsOf = { hour: 3600, hours: 3600, day: 86_400, days: 86_400 } as const

/** A length of time. Weeks and months are left out: an approval that old vouches for nobody's reading. */
function decodeDuration(decoding: Decoding, piece: Piece): number | null {
  const { tree } = piece
  const text = tree.kind === 'scalar' && typeof tree.value === 'string' ? tree.value : ''
  const match = /^([1-9]\d{0,3}) (hours?|days?)$/.exec(text)
  const unit = (['hour', 'hours', 'day', 'days'] as const).find((each) => each === match?.[2])
  if (match !== null && unit !== undefined) return Number(match[1]) * secondsOf[unit]
  return wrongKind(
    decoding,
    piece,
    'how long an approval counts, in hours or days, as in',
    '72 hours or 7 days',
  )
}

function decodeDemand(decoding: Decoding, piece: Piece): DigestDemand | null {
  const { tree } = piece
  if (tree.kind === 'scalar') {
    if (tree.value === true) return 'prefix'
    if (tree.value === false) return 'none'
    if (tree.value === 'full') return 'full'
  }
  return wrongKind(
    decoding,
    piece,
    'true for at least 12 digits of the plan digest, false for none, or',
    'full for all 64',
  )
}
