import type { Beside } from '../../model/change.js'
import type {
  CopiedPlace,
  LineOrderTemplate,
  PathStepTemplate,
  StateTemplate,
  Template,
} from '../../model/request-type.js'
import {
  type Decoding,
  entriesByKey,
  itemsOf,
  jsonOf,
  missing,
  type Piece,
  pieceOf,
  report,
  textOf,
  wrongKind,
} from '../decode/decoding.js'
import { readYaml } from '../decode/read-yaml.js'
import { decodeDocument, decodePlace } from './decode-place.js'

/** The keys that say what is declared. */
export const stateKeys = [
  'content',
  'content-from',
  'copy',
  'at',
  'value',
  'before',
  'item',
  'key',
  'line',
  'sorted',
  'after',
  'image',
  'resource',
] as const
type StateKey = (typeof stateKeys)[number]

/** What may stand together. */
const shapes =
  'content or content-from; at and value (with before or after); at and item (with key where the item is a map); copy (with or without at); line (with sorted or after); image; resource'

/** What a change declares; exactly one thing. Mistakes are reported. */
export function decodeChangeState(
  decoding: Decoding,
  piece: Piece,
  get: (key: StateKey) => Piece | null,
): StateTemplate | null {
  const given = new Set(stateKeys.filter((key) => get(key) !== null))
  const isExactly = (...known: readonly StateKey[]): boolean => [...given].every((key) => known.includes(key))
  const [content, at, value, item, line] = [get('content'), get('at'), get('value'), get('item'), get('line')]
  const [image, resource] = [get('image'), get('resource')]
  const [contentFrom, copy] = [get('content-from'), get('copy')]
  const beside = () => decodeBeside(decoding, piece, get('before'), get('after'))
  if (content !== null && isExactly('content')) return decodeContent(decoding, content)
  if (contentFrom !== null && isExactly('content-from')) return decodeContentFrom(decoding, contentFrom)
  if (copy !== null && isExactly('copy', 'at', 'before', 'after'))
    return decodeCopy(decoding, copy, at, beside())
  if (at !== null && value !== null && isExactly('at', 'value', 'before', 'after'))
    return decodeValue(decoding, at, value, beside())
  if (at !== null && item !== null && isExactly('at', 'item', 'key'))
    return decodeItem(decoding, at, item, get('key'))
  if (line !== null && isExactly('line', 'sorted', 'after') && given.size < 3)
    return decodeLine(decoding, line, get('sorted'), get('after'))
  if (image !== null && isExactly('image')) return decodeImage(decoding, image)
  if (resource !== null && isExactly('resource')) return decodeResource(decoding, resource)
  return report(decoding, piece.tree.line, {
    code: 'type/change-kind',
    what: 'This change does not say exactly one thing.',
    fix: `Besides file, write one of: ${shapes}.`,
  })
}

function decodeContent(decoding: Decoding, content: Piece): StateTemplate | null {
  return isEmpty(content)
    ? wrongKind(decoding, content, 'the text or the data of the whole file, as in', '{ kind: Namespace }')
    : { kind: 'file', content: jsonOf(decoding, content.tree) }
}

function decodeValue(
  decoding: Decoding,
  at: Piece,
  value: Piece,
  beside: Beside | null,
): StateTemplate | null {
  const place = decodePlace(decoding, at)
  if (place.length > 0) {
    const json = jsonOf(decoding, value.tree)
    return { kind: 'value', at: place, value: json, ...(beside === null ? {} : { beside }) }
  }
  return at.tree.kind === 'list'
    ? wrongKind(decoding, at, 'the way to the value, as in', '[spec, replicas]')
    : null
}

function isEmpty({ tree }: Piece): boolean {
  return tree.kind === 'scalar' && tree.value === null
}

function decodeItem(decoding: Decoding, at: Piece, item: Piece, key: Piece | null): StateTemplate | null {
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
  return { kind: 'item', at: decodePlace(decoding, at), item: jsonOf(decoding, item.tree), key: name }
}

/** The neighbour of a new entry, where one is named. */
function decodeBeside(
  decoding: Decoding,
  piece: Piece,
  before: Piece | null,
  after: Piece | null,
): Beside | null {
  if (before !== null && after !== null) {
    return report(decoding, piece.tree.line, {
      code: 'type/change-kind',
      what: 'A new entry is to go before one entry and after another.',
      fix: 'Write before or after, not both.',
    })
  }
  const neighbour = before ?? after
  if (neighbour === null) return null
  const key = textOf(decoding, neighbour, 'replicas')
  if (key === null) return null
  return before === null ? { after: key } : { before: key }
}

function decodeLine(
  decoding: Decoding,
  line: Piece,
  sorted: Piece | null,
  after: Piece | null,
): StateTemplate | null {
  const text = textOf(decoding, line, 'octo-org/service-a')
  const order = decodeOrder(decoding, sorted, after)
  return text === null || order === null ? null : { kind: 'line', line: text, order }
}

function decodeOrder(
  decoding: Decoding,
  sorted: Piece | null,
  after: Piece | null,
): LineOrderTemplate | null {
  if (after !== null) {
    const line = textOf(decoding, after, '# teams')
    return line === null ? null : { by: 'after', line }
  }
  if (sorted === null) return { by: 'end' }
  if (sorted.tree.kind === 'scalar' && typeof sorted.tree.value === 'boolean')
    return { by: sorted.tree.value ? 'sorted' : 'end' }
  return wrongKind(decoding, sorted, 'true or false, as in', 'sorted: true')
}

/** Source of the keys: kustomize's documentation, “images”. */
const imageKeys = ['name', 'newName', 'newTag', 'digest'] as const

/** An entry of a kustomization's `images`, which is an item like any other. */
function decodeImage(decoding: Decoding, piece: Piece): StateTemplate | null {
  const entries = entriesByKey(decoding, piece, imageKeys)
  if (entries === null || piece.tree.kind !== 'map') return null
  for (const entry of entries.values()) textOf(decoding, pieceOf(decoding, entry, piece.place), 'v1.2.3')
  if (!entries.has('name')) return missing(decoding, piece.tree, 'name', 'name: ghcr.io/acme/shop')
  const at: readonly PathStepTemplate[] = ['images']
  return { kind: 'item', at, item: jsonOf(decoding, piece.tree), key: 'name' }
}

/** An entry of a kustomization's `resources`. */
function decodeResource(decoding: Decoding, piece: Piece): StateTemplate | null {
  const resource = textOf(decoding, piece, 'namespaces/shop.yaml')
  return resource === null ? null : { kind: 'item', at: ['resources'], item: resource, key: null }
}

/** The folder a request type names its templates in, from the root of the repository. */
export const templatesFolder = '.github/issueops/templates/'
/** In characters, as for a request type. */
const lengthMax = 65_536

/**
 * The content of a file, read from a template file: YAML and JSON as data, anything else as one text. Expressions in it are evaluated as
 * if it stood in the request type.
 */
function decodeContentFrom(decoding: Decoding, piece: Piece): StateTemplate | null {
  const name = textOf(decoding, piece, 'templates/namespace.yaml')
  if (name === null) return null
  if (!/^templates\/[^/\\\n\r]{1,200}$/.test(name)) {
    return report(decoding, piece.tree.line, {
      code: 'type/value',
      what: `“${piece.place}” is “${name}”, which is no file directly below ${templatesFolder}.`,
      fix: 'Write the folder and the name, as in content-from: templates/namespace.yaml.',
    })
  }
  const path = `.github/issueops/${name}`
  const file = decoding.templates.find((each) => each.path === path)
  if (file === undefined) {
    return report(decoding, piece.tree.line, {
      code: 'type/template-missing',
      what: `There is no template ${path} on the default branch.`,
      fix: `Add it, or name one of: ${decoding.templates.map((each) => each.path).join(', ') || 'the templates you have yet to write'}.`,
    })
  }
  const content = file.text === null ? unreadable(decoding, path) : contentOf(decoding, path, file.text)
  return content === null ? null : { kind: 'file', content, contentFrom: path }
}

function contentOf(decoding: Decoding, path: string, text: string): Template | null {
  if (!/\.(?:ya?ml|json)$/i.test(path)) return text.length > lengthMax ? tooLarge(decoding, path) : text
  const tree = readYaml({ path, text })
  if (!tree.ok) {
    decoding.problems.push(...tree.problems)
    return null
  }
  if (tree.value.kind === 'scalar' && tree.value.value === null) return empty(decoding, path)
  const inTemplate: Decoding = { ...decoding, path }
  return jsonOf(inTemplate, tree.value)
}

function unreadable(decoding: Decoding, path: string): null {
  return report({ ...decoding, path }, 1, {
    code: 'type/unreadable',
    what: `GitHub did not give the whole text of ${path}.`,
    fix: 'A maintainer has to make the file a plain text file of ordinary size.',
  })
}

function tooLarge(decoding: Decoding, path: string): null {
  return report({ ...decoding, path }, 1, {
    code: 'type/too-large',
    what: `The template has more than ${lengthMax} characters.`,
    fix: 'Copy large files with copy: instead, from one folder of the repository to another.',
  })
}

function empty(decoding: Decoding, path: string): null {
  return report({ ...decoding, path }, 1, {
    code: 'type/value',
    what: 'The template is empty.',
    fix: 'Write the data of the whole file, as in { kind: Namespace }.',
  })
}

const keys = ['from', 'at', 'places', 'document'] as const
const pathExample = 'apps/staging/values.yaml'

/**
 * What is copied from another file. A path alone is the whole file, or with `at` the same place of it; a map names another place, or
 * several places that are the same in both files.
 * @param at the change's own `at`.
 */
function decodeCopy(
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
