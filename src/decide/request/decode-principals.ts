import { type Approver, type NamedUser, type Principal, type Role, roles } from '../../model/request-type.js'
import { closestName } from '../expression/closest-name.js'
import { type Decoding, itemsOf, type Piece, report, textOf } from './decoding.js'
import { mistakenWord, namedUser } from './named-user.js'

const example = '[team:platform, role:maintain, octocat]'

/** Everybody has the role `none`, so it names nobody in particular. */
export const namedRoles = roles.filter((role) => role !== 'none')

/** The slug of a team. */
export const slugGrammar = /^[a-z0-9][a-z0-9_-]{0,99}$/

/**
 * A list of people: `team:<slug>`, `role:<role>` or a login, with or without the id of its account.
 * Source of the roles: GitHub's documentation, “Repository roles for an organization”.
 */
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
  const text = textOf(decoding, piece, 'team:platform, role:maintain or octocat')
  if (text === null) return null
  if (text.startsWith('team:')) return team(decoding, piece, text.slice('team:'.length))
  if (text.startsWith('role:')) return role(decoding, piece, text.slice('role:'.length))
  if (text === 'codeowners') return ownersDoNotAsk(decoding, piece)
  const user = namedUser(text)
  if (user !== null) return person(decoding, piece, user)
  return report(decoding, piece.tree.line, {
    code: 'type/principal',
    what: `“${text}” names no team, role or user.`,
    fix: 'Write team:<slug>, role:<role> or a login without @, as in team:platform, role:maintain, octocat or octocat#583231.',
  })
}

/** A forgotten prefix must not give the approval to whoever has taken the word for a login. */
function person(decoding: Decoding, piece: Piece, user: NamedUser): NamedUser | null {
  const meant = mistakenWord(user)
  if (meant === null) return user
  return report(decoding, piece.tree.line, {
    code: 'type/principal-word',
    what: `“${user.login}” stands where somebody’s login is expected, so whoever has that login on GitHub would be named.`,
    fix: `Did you mean ${meant}? If an account of that name is meant, write its id as well, as in ${user.login}#583231.`,
  })
}

function ownersDoNotAsk(decoding: Decoding, piece: Piece): null {
  return report(decoding, piece.tree.line, {
    code: 'type/principal',
    what: '“codeowners” can only approve: which files a request touches is not known before it is filed.',
    fix: 'Name the teams, roles or users who may ask.',
  })
}

function team(decoding: Decoding, piece: Piece, slug: string): Principal | null {
  if (slugGrammar.test(slug)) return { kind: 'team', slug }
  return report(decoding, piece.tree.line, {
    code: 'type/principal',
    what: `“${slug}” is not the slug of a team.`,
    fix: 'Write the last part of the team’s address in lower case and without the organization, as in team:platform-leads.',
  })
}

function role(decoding: Decoding, piece: Piece, name: string): Principal | null {
  const known = namedRoles.find((each): each is Exclude<Role, 'none'> => each === name)
  if (known !== undefined) return { kind: 'role', role: known }
  const closest = closestName(name, namedRoles)
  return report(decoding, piece.tree.line, {
    code: 'type/principal',
    what: `“${name}” is not a role; custom roles are not supported yet.`,
    fix: `${closest === null ? '' : `Did you mean ${closest}? `}The roles are: ${namedRoles.join(', ')}.`,
  })
}
