import {
  type ApprovalNode,
  type ApprovalRule,
  type Approver,
  type DigestDemand,
  excludables,
  type LeftOut,
  type PeopleNode,
  type RequestType,
} from '../../model/request-type.js'
import type { PolicyFile } from '../../model/snapshot.js'
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
import { readYaml, type YamlEntry, type YamlMap } from '../decode/read-yaml.js'
import { closestName } from '../text/closest-name.js'
import { decodeExpression } from './decode-expression.js'
import { decodeApprovers } from './decode-principals.js'

/** Where lists of approval rules stand that request types use. Another team can own this folder through CODEOWNERS. */
export const policiesFolder = '.github/issueops/policies/'

const ruleKeys = [
  'when',
  'automatic',
  'from',
  'outside',
  'count',
  'not',
  'valid-for',
  'require-digest',
  'all',
  'any',
] as const

/**
 * Who must approve; at least one rule, because without one nobody could. The rules stand in the request type, or in a file of
 * `.github/issueops/policies/` that it uses; its problems are reported under its own name.
 */
export function decodeApproval(
  decoding: Decoding,
  entry: YamlEntry | undefined,
  map: YamlMap,
  policies: readonly PolicyFile[],
): Pick<RequestType, 'approval' | 'policy'> {
  if (entry === undefined || (entry.value.kind === 'scalar' && entry.value.value === null)) {
    return { approval: noRules(decoding, entry?.line ?? map.line), policy: null }
  }
  const piece = pieceOf(decoding, entry, '')
  if (entry.value.kind === 'map') return decodeUse(decoding, piece, policies)
  return { approval: decodeRules(decoding, piece), policy: null }
}

function noRules(decoding: Decoding, line: number): readonly ApprovalRule[] {
  report(decoding, line, {
    code: 'type/approval-missing',
    what: 'No approval rule says who may approve, so nobody could.',
    fix: 'Add one, as in approval: [{ from: [team:platform] }].',
  })
  return []
}

function decodeRules(decoding: Decoding, piece: Piece): readonly ApprovalRule[] {
  if (piece.tree.kind === 'list' && piece.tree.items.length === 0) return noRules(decoding, piece.tree.line)
  const items = itemsOf(decoding, piece, '[{ from: [team:platform] }]') ?? []
  return items.map((item, index) => decodeRule(decoding, item, index + 1)).filter((rule) => rule !== null)
}

function decodeRule(decoding: Decoding, item: Piece, number: number): ApprovalRule | null {
  const entries = entriesByKey(decoding, item, ruleKeys)
  if (entries === null || item.tree.kind !== 'map') return null
  const written = entries.get('when')
  const when =
    written === undefined ? null : decodeExpression(decoding, pieceOf(decoding, written, item.place))
  const automatic = entries.get('automatic')
  if (automatic !== undefined) {
    const alone = isAutomatic(
      decoding,
      item.tree,
      pieceOf(decoding, automatic, item.place),
      written !== undefined,
    )
    return alone ? { number, when, needs: { kind: 'automatic' } } : null
  }
  const needs = decodeApprovalNode(decoding, item, entries, 1)
  return needs === null ? null : { number, when, needs }
}

/** An approval without anybody is only ever for some requests, and nothing else may seem to be asked for beside it. */
function isAutomatic(decoding: Decoding, rule: YamlMap, piece: Piece, hasCondition: boolean): boolean {
  const { tree } = piece
  if (tree.kind !== 'scalar' || tree.value !== true) {
    wrongKind(decoding, piece, 'nothing, or', 'true')
    return false
  }
  const beside = rule.entries.find(({ key }) => key !== 'when' && key !== 'automatic')
  const what = hasCondition
    ? `“${beside?.key}” stands beside automatic: true, which asks for nobody.`
    : 'automatic: true stands in a rule without a condition, so every request would be approved by nobody.'
  if (hasCondition && beside === undefined) return true
  report(decoding, tree.line, {
    code: 'type/automatic',
    what,
    fix: 'Write it beside a when: and nothing else, as in { when: request.cpu <= 2, automatic: true }.',
  })
  return false
}

function decodeUse(
  decoding: Decoding,
  piece: Piece,
  policies: readonly PolicyFile[],
): Pick<RequestType, 'approval' | 'policy'> {
  const none = { approval: [], policy: null }
  const use = entriesByKey(decoding, piece, ['use'])?.get('use')
  if (use === undefined) {
    report(decoding, piece.tree.line, {
      code: 'type/missing',
      what: 'Under “approval” stands neither a list of rules nor the file they are in.',
      fix: 'Write a list, as in [{ from: [team:platform] }], or the file, as in { use: policies/prod.yml }.',
    })
    return none
  }
  const name = textOf(decoding, pieceOf(decoding, use, piece.place), 'policies/prod.yml')
  if (name === null) return none
  const path = `${policiesFolder}${name.slice('policies/'.length)}`
  const file = name.startsWith('policies/') ? policies.find((each) => each.path === path) : undefined
  if (file === undefined) return unknownPolicy(decoding, use.line, name, policies)
  const approval = decodeFile(decoding, file)
  return { approval, policy: { path: file.path, blob: file.blob } }
}

function unknownPolicy(decoding: Decoding, line: number, name: string, policies: readonly PolicyFile[]) {
  const names = policies.map(({ path }) => `policies/${path.slice(policiesFolder.length)}`)
  const closest = closestName(name, names)
  const known = names.length === 0 ? 'none yet' : names.join(', ')
  report(decoding, line, {
    code: 'type/policy-missing',
    what: `There is no file “${name}” below .github/issueops/.`,
    fix: `${closest === null ? '' : `Did you mean ${closest}? `}Name a .yml or .yaml file of ${policiesFolder}; there is: ${known}.`,
  })
  return { approval: [], policy: null }
}

/** The rules of a file of their own, with its lines in the place of those of the request type. */
function decodeFile(decoding: Decoding, file: PolicyFile): readonly ApprovalRule[] {
  if (file.text === null) {
    decoding.problems.push({
      code: 'type/unreadable',
      file: file.path,
      what: `GitHub did not give the whole text of ${file.path}.`,
      fix: 'A maintainer has to make the file a plain text file of ordinary size.',
    })
    return []
  }
  const tree = readYaml({ path: file.path, text: file.text })
  if (!tree.ok) {
    decoding.problems.push(...tree.problems)
    return []
  }
  const own: Decoding = { ...decoding, path: file.path }
  for (const place of own.lines.keys()) if (place.startsWith('approval/')) own.lines.delete(place)
  own.lines.set('approval', 1)
  return decodeRules(own, { tree: tree.value, place: 'approval' })
}

/** Deepest nesting of groups, the rule's own included: more could not be told to people in a sentence. */
const groupDepthMax = 4

const peopleKeys = ['from', 'outside', 'count', 'not', 'valid-for', 'require-digest'] as const
const groupKeys = ['all', 'any'] as const

type Entries = ReadonlyMap<string, YamlEntry>

/** Some people (`from`), or a group (`all`, `any`) of such nodes. @param depth of the groups around it, from 1. */
function decodeApprovalNode(
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
