import type { ChangeTemplate, Template } from '../../model/request-type.js'
import { closestName } from '../expression/closest-name.js'
import { decodeChangeState, stateKeys } from './decode-change-state.js'
import { decodeExpression } from './decode-expression.js'
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
} from './decoding.js'
import { isIndex } from './is-index.js'

const keys = ['file', 'when', 'for-each', ...stateKeys, 'ensure', 'document', 'validate'] as const

/** The list of declared states. Every mistake is reported; what is given back then is not complete. */
export function decodeChanges(decoding: Decoding, piece: Piece): readonly ChangeTemplate[] {
  const items = itemsOf(decoding, piece, '[{ file: teams.yaml, at: [teams], item: core }]')
  if (items === null) return []
  return items.map((item) => decodeChange(decoding, item)).filter((change) => change !== null)
}

function decodeChange(decoding: Decoding, piece: Piece): ChangeTemplate | null {
  const entries = entriesByKey(decoding, piece, keys)
  if (entries === null || piece.tree.kind !== 'map') return null
  const get = (key: (typeof keys)[number]): Piece | null => {
    const entry = entries.get(key)
    return entry === undefined ? null : pieceOf(decoding, entry, piece.place)
  }
  const decode = <T>(key: (typeof keys)[number], read: (found: Piece) => T): T | null => {
    const found = get(key)
    return found === null ? null : read(found)
  }
  const file = get('file')
  const path =
    file === null
      ? missing(decoding, piece.tree, 'file', 'file: clusters/prod/kustomization.yaml')
      : textOf(decoding, file, 'clusters/prod/kustomization.yaml')
  const base = {
    file: path ?? '',
    ensure: decode('ensure', (found) => decodeEnsure(decoding, found)),
    document: decode('document', (found) => decodeDocument(decoding, found)),
    when: decode('when', (found) => decodeExpression(decoding, found)),
    forEach: decode('for-each', (found) => decodeExpression(decoding, found)),
    validate: decode('validate', (found) => decodeSchemaPath(decoding, found)),
  }
  const state = decodeChangeState(decoding, piece, get)
  return state === null ? null : { ...base, ...state }
}

/** The schema a manifest has to follow is chosen by the request type alone. */
function decodeSchemaPath(decoding: Decoding, piece: Piece): string | null {
  const path = textOf(decoding, piece, 'schemas/values.schema.json')
  if (path === null || !path.includes('${{')) return path
  return report(decoding, piece.tree.line, {
    code: 'type/value',
    what: `“${piece.place}” has an expression in it.`,
    fix: 'Name one file, as in validate: schemas/values.schema.json.',
  })
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
