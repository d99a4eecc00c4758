import type { ApprovalRule, RequestType } from '../../model/request-type.js'
import type { PolicyFile } from '../../model/snapshot.js'
import {
  type Decoding,
  entriesByKey,
  itemsOf,
  type Piece,
  pieceOf,
  report,
  textOf,
  wrongKind,
} from '../decode/decoding.js'
import { readYaml } from '../decode/read-yaml.js'
import type { YamlEntry, YamlMap } from '../decode/yaml-tree.js'
import { closestName } from '../text/closest-name.js'
import { decodeApprovalNode } from './decode-approval-node.js'
import { decodeExpression } from './decode-expression.js'

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
