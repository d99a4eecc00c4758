import type { ChangeTemplate, PathStepTemplate, Template } from '../../model/request-type.js'
import { closestName } from '../expression/closest-name.js'
import {
  type Decoding,
  describe,
  entriesByKey,
  itemsOf,
  jsonOf,
  missing,
  type Piece,
  pieceOf,
  report,
  textOf,
  wrongKind,
} from './decoding.js'
import type { YamlEntry } from './yaml-tree.js'

const keys = ['file', 'content', 'at', 'value', 'item', 'key', 'ensure', 'document'] as const

/** The keys that say what is declared, and what each must stand together with. */
const shapes = 'content; at and value; at and item (with key where the item is a map)'

/** The list of declared states. Every mistake is reported; what is given back then is not complete. */
export function decodeChanges(decoding: Decoding, piece: Piece): readonly ChangeTemplate[] {
  const items = itemsOf(decoding, piece, '[{ file: teams.yaml, at: [teams], item: core }]')
  if (items === null) return []
  return items.map((item) => decodeChange(decoding, item)).filter((change) => change !== null)
}

function decodeChange(decoding: Decoding, piece: Piece): ChangeTemplate | null {
  const entries = entriesByKey(decoding, piece, keys)
  if (entries === null || piece.tree.kind !== 'map') return null
  const get = (key: (typeof keys)[number]): Piece | null => pieceAt(decoding, entries, key, piece.place)
  const file = get('file')
  const path =
    file === null
      ? missing(decoding, piece.tree, 'file', 'file: clusters/prod/kustomization.yaml')
      : textOf(decoding, file, 'clusters/prod/kustomization.yaml')
  const ensure = get('ensure')
  const document = get('document')
  const base = {
    file: path ?? '',
    ensure: ensure === null ? null : decodeEnsure(decoding, ensure),
    document: document === null ? null : decodeDocument(decoding, document),
  }
  const state = decodeState(decoding, piece, get)
  return state === null ? null : { ...base, ...state }
}

function pieceAt(
  decoding: Decoding,
  entries: ReadonlyMap<string, YamlEntry>,
  key: string,
  parent: string,
): Piece | null {
  const entry = entries.get(key)
  return entry === undefined ? null : pieceOf(decoding, entry, parent)
}

type State =
  | { readonly kind: 'file'; readonly content: Template }
  | { readonly kind: 'value'; readonly at: readonly PathStepTemplate[]; readonly value: Template }
  | {
      readonly kind: 'item'
      readonly at: readonly PathStepTemplate[]
      readonly item: Template
      readonly key: string | null
    }

function decodeState(
  decoding: Decoding,
  piece: Piece,
  get: (key: (typeof keys)[number]) => Piece | null,
): State | null {
  const [content, at, value, item, key] = [get('content'), get('at'), get('value'), get('item'), get('key')]
  if (content !== null && at === null && value === null && item === null && key === null) {
    return isEmpty(content)
      ? wrongKind(decoding, content, 'the text or the data of the whole file, as in', '{ kind: Namespace }')
      : { kind: 'file', content: jsonOf(decoding, content.tree) }
  }
  if (content === null && at !== null && value !== null && item === null && key === null) {
    const place = decodeAt(decoding, at)
    if (place.length > 0) return { kind: 'value', at: place, value: jsonOf(decoding, value.tree) }
    return at.tree.kind === 'list'
      ? wrongKind(decoding, at, 'the way to the value, as in', '[spec, replicas]')
      : null
  }
  if (content === null && at !== null && value === null && item !== null)
    return decodeItem(decoding, at, item, key)
  return report(decoding, piece.tree.line, {
    code: 'type/change-kind',
    what: 'This change does not say exactly one thing.',
    fix: `Besides file, write one of: ${shapes}.`,
  })
}

function isEmpty({ tree }: Piece): boolean {
  return tree.kind === 'scalar' && tree.value === null
}

function decodeItem(decoding: Decoding, at: Piece, item: Piece, key: Piece | null): State | null {
  if (item.tree.kind === 'list' || isEmpty(item)) {
    return wrongKind(decoding, item, 'one text, number or map, as in', 'namespaces/shop.yaml')
  }
  if (item.tree.kind === 'map' && key === null) {
    return report(decoding, item.tree.line, {
      code: 'type/item-key',
      what: 'The item is a map, and nothing says which of its entries tells it from its neighbours.',
      fix: 'Add key with the name of that entry, as in key: name.',
    })
  }
  const name = key === null ? null : textOf(decoding, key, 'name')
  return { kind: 'item', at: decodeAt(decoding, at), item: jsonOf(decoding, item.tree), key: name }
}

/** The way to a place; an empty way is the file itself, which may be a list. */
function decodeAt(decoding: Decoding, piece: Piece): readonly PathStepTemplate[] {
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

function isIndex(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function stepProblem(decoding: Decoding, piece: Piece): null {
  return wrongKind(decoding, piece, 'a key, an index from 0 or a matcher, as in', '{ name: app }')
}

/** `present`, `absent` or a text with an expression. */
export function decodeEnsure(decoding: Decoding, piece: Piece): Template {
  const example = "present, absent or ${{ request.action == 'Remove' && 'absent' || 'present' }}"
  const text = textOf(decoding, piece, example)
  if (text === null || text === 'present' || text === 'absent' || text.includes('${{')) return text
  const closest = closestName(text, ['present', 'absent'])
  return report(decoding, piece.tree.line, {
    code: 'type/value',
    what: `“${piece.place}” is “${text}”.`,
    fix: `${closest === null ? '' : `Did you mean ${closest}? `}Write ${example}.`,
  })
}

/** An index from 0, or `kind` and `name` of a Kubernetes resource. */
function decodeDocument(decoding: Decoding, piece: Piece): Template {
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
