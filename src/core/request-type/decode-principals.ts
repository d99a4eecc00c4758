import type { Approver, Principal } from '../../model/request-type.js'
import { type Decoding, itemsOf, type Piece, report, textOf, wrongKind } from '../decode/decoding.js'
import { meantPrincipal, readPrincipal } from './read-principal.js'

const example = '[team:platform, role:maintain, octocat]'

/** A list of people: `team:<slug>`, `role:<role>` or a login, with or without the id of its account. */
export function decodePrincipals(decoding: Decoding, piece: Piece): readonly Principal[] | null {
  const items = itemsOf(decoding, piece, example)
  if (items === null) return null
  const principals = items.map((item) => decodePrincipal(decoding, item))
  const found = principals.filter((principal) => principal !== null)
  return found.length === principals.length ? found : null
}

/** Like {@link decodePrincipals}, for those who approve: `codeowners` stands for the code owners of the touched files. */
export function decodeApprovers(decoding: Decoding, piece: Piece): readonly Approver[] | null {
  const items = itemsOf(decoding, piece, example)
  if (items === null) return null
  const approvers = items.map((item) => decodeApprover(decoding, item))
  const found = approvers.filter((approver) => approver !== null)
  return found.length === approvers.length ? found : null
}

/** Nobody can have the login `codeowners` in a list of approvers; the word is taken. */
function decodeApprover(decoding: Decoding, piece: Piece): Approver | null {
  const { tree } = piece
  if (tree.kind === 'scalar' && tree.value === 'codeowners') return { kind: 'codeowners' }
  return decodePrincipal(decoding, piece)
}

function decodePrincipal(decoding: Decoding, piece: Piece): Principal | null {
  if (piece.tree.kind === 'map') return blankBehindColon(decoding, piece)
  const text = textOf(decoding, piece, wanted)
  if (text === null) return null
  const reading = readPrincipal(text)
  return reading.ok ? reading.principal : report(decoding, piece.tree.line, reading)
}

const wanted = 'team:platform, role:maintain or octocat'

/** YAML makes a map of `team: platform`. */
function blankBehindColon(decoding: Decoding, piece: Piece): null {
  const { tree } = piece
  const [entry, ...more] = tree.kind === 'map' ? tree.entries : []
  const value = entry?.value.kind === 'scalar' ? entry.value.value : null
  if (entry === undefined || more.length > 0 || typeof value !== 'string')
    return wrongKind(decoding, piece, 'a text, as in', wanted)
  const meant = meantPrincipal(`${entry.key}:${value}`) ?? `${entry.key}:${value}`
  return report(decoding, tree.line, {
    code: 'type/principal',
    what: `“${entry.key}: ${value}” names no team, role or user.`,
    fix: `Did you mean ${meant}, without a blank behind the colon?`,
  })
}
