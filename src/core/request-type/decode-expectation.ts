import type { PathStep, Place } from '../../model/plan.js'
import type { ExpectedFile, TestExpectation } from '../../model/request-test.js'
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
import { decodePlace, isIndex } from './decode-place.js'

const example = '{ plan: { teams.yaml: "teams: [core]" }, approvers: [role:maintain] }'

/** What has to come of a test's answers: problems, or a plan and approvers. */
export function decodeExpectation(decoding: Decoding, piece: Piece): TestExpectation | null {
  const entries = entriesByKey(decoding, piece, ['plan', 'problems', 'approvers'])
  if (entries === null) return null
  const get = (key: string) => {
    const entry = entries.get(key)
    return entry === undefined ? null : pieceOf(decoding, entry, piece.place)
  }
  const [plan, problems, approvers] = [get('plan'), get('problems'), get('approvers')]
  if (problems !== null && plan === null && approvers === null) {
    return { kind: 'problems', codes: textsOf(decoding, problems, '[request/pattern]') }
  }
  if (problems === null && (plan !== null || approvers !== null)) {
    return {
      kind: 'accepted',
      plan: plan === null ? null : decodePlan(decoding, plan),
      approvers:
        approvers === null ? null : textsOf(decoding, approvers, '[2 of team:platform]').map(ruleText),
    }
  }
  return report(decoding, piece.tree.line, {
    code: 'type/test',
    what:
      problems === null
        ? `“${piece.place}” says nothing.`
        : `“${piece.place}” expects problems and a plan or approvers; a request with problems has neither.`,
    fix: `Write problems: alone, or plan: or approvers: or both, as in ${example}.`,
  })
}

function textsOf(decoding: Decoding, piece: Piece, written: string): readonly string[] {
  const items = itemsOf(decoding, piece, written) ?? []
  return items.map((item) => textOf(decoding, item, written)).filter((text) => text !== null)
}

/** `2 of a, b` with white space and the usual count written one way; groups and `nobody` stand as they are. */
function ruleText(text: string): string {
  const spaced = text.trim().split(/\s+/).join(' ').replaceAll(' ,', ',')
  return /^(?:\d+ of |all \(|any \(|nobody$)/.test(spaced) ? spaced : `1 of ${spaced}`
}

function decodePlan(decoding: Decoding, piece: Piece): ReadonlyMap<string, ExpectedFile> {
  const files = new Map<string, ExpectedFile>()
  if (piece.tree.kind !== 'map') {
    wrongKind(
      decoding,
      piece,
      'a map from path to what the file shall be, as in',
      '{ teams.yaml: "teams: [core]" }',
    )
    return files
  }
  for (const entry of piece.tree.entries) {
    const file = decodeFile(decoding, pieceOf(decoding, entry, piece.place))
    if (file !== null) files.set(entry.key, file)
  }
  return files
}

function decodeFile(decoding: Decoding, piece: Piece): ExpectedFile | null {
  const { tree } = piece
  if (tree.kind === 'scalar' && tree.value === null) return { kind: 'deleted' }
  if (tree.kind === 'scalar' && typeof tree.value === 'string') return { kind: 'text', text: tree.value }
  if (tree.kind === 'list') {
    const items = itemsOf(decoding, piece, '[{ at: [teams, 0], new: core }]') ?? []
    return {
      kind: 'places',
      places: items.map((item) => decodeChangedPlace(decoding, item)).filter((place) => place !== null),
    }
  }
  return wrongKind(
    decoding,
    piece,
    'the whole text of the file afterwards, null where it is deleted, or the list of its changed places, as in',
    '[{ at: [teams, 0], new: core }]',
  )
}

function decodeChangedPlace(decoding: Decoding, item: Piece): Place | null {
  const entries = entriesByKey(decoding, item, ['document', 'at', 'old', 'new'])
  if (entries === null || item.tree.kind !== 'map') return null
  const [document, at, before, after] = [
    entries.get('document'),
    entries.get('at'),
    entries.get('old'),
    entries.get('new'),
  ]
  if (at === undefined) return missing(decoding, item.tree, 'at', 'at: [teams, 0]')
  const steps: readonly PathStep[] = decodePlace(decoding, pieceOf(decoding, at, item.place))
  return {
    ...(document === undefined
      ? {}
      : { document: decodeIndex(decoding, pieceOf(decoding, document, item.place)) }),
    at: steps,
    ...(before === undefined ? {} : { old: jsonOf(decoding, before.value) }),
    ...(after === undefined ? {} : { new: jsonOf(decoding, after.value) }),
  }
}

function decodeIndex(decoding: Decoding, piece: Piece): number {
  const { tree } = piece
  if (tree.kind === 'scalar' && typeof tree.value === 'number' && isIndex(tree.value)) return tree.value
  wrongKind(decoding, piece, 'the position of the document from 0, as in', '0')
  return 0
}
