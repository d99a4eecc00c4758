import type { ChangeTemplate, Template } from '../../model/request-type.js'
import {
  type Decoding,
  entriesByKey,
  itemsOf,
  missing,
  type Piece,
  pieceOf,
  report,
  textOf,
} from '../decode/decoding.js'
import { closestName } from '../text/closest-name.js'
import { decodeChangeState, stateKeys } from './decode-change-state.js'
import { decodeExpression } from './decode-expression.js'
import { decodeDocument } from './decode-place.js'

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
    forEach: decode('for-each', (found) => decodeForEach(decoding, found)),
    validate: decode('validate', (found) => decodeSchemaPath(decoding, found)),
  }
  const state = decodeChangeState(decoding, piece, get)
  return state === null ? null : { ...base, ...state }
}

/** An expression, or the texts themselves, one change for each. */
function decodeForEach(decoding: Decoding, piece: Piece): string | readonly string[] | null {
  if (piece.tree.kind !== 'list') return decodeExpression(decoding, piece)
  const items = itemsOf(decoding, piece, '[deployment.yaml, service.yaml]') ?? []
  return items.flatMap((item) => {
    const text = textOf(decoding, item, 'deployment.yaml')
    if (text === null || !text.includes('${{')) return text === null ? [] : [text]
    report(decoding, item.tree.line, {
      code: 'type/value',
      what: `“${item.place}” has an expression in it.`,
      fix: 'List plain texts, or write one expression that gives the whole list.',
    })
    return []
  })
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
