import type { QueryAnswer } from '../github/reader.js'
import type { AccountOf, Authority, KnownPerson, RoleOf } from '../model/authority.js'
import { type RepositoryRef, userId } from '../model/ids.js'
import type { PeopleNeeds } from '../model/needs.js'
import type { Role } from '../model/request-type.js'
import { type Fields, fields, flag, optionalFields, text, word } from './answer.js'
import { decodeTeams, teamSelection } from './decode-teams.js'
import { permissions } from './try-read.js'

/** People with a role who are listed at once; the page size GitHub allows. */
export const collaboratorsPerPage = 100

type Variables = Readonly<Record<string, string>>

/**
 * The part of a query that asks for roles, accounts and teams. Every login is a variable: no name ever becomes part of the document. It is one
 * document however many are asked about, so that nobody costs a call.
 * @param repository the one the roles are in, whose owner is the organization of the teams.
 */
export function authoritySelection(
  needs: PeopleNeeds,
  { owner, name }: RepositoryRef,
): { readonly selection: string; readonly variables: Variables } {
  const variables: Record<string, string> = {}
  const roles = needs.people.map((login, index) => {
    variables[`person${index}`] = login
    return `person${index}: collaborators(login: $person${index}, first: 1) ${collaboratorSelection}`
  })
  if (needs.everyone)
    roles.push(`everyone: collaborators(first: ${collaboratorsPerPage}) ${collaboratorSelection}`)
  if (roles.length > 0) Object.assign(variables, { peopleOwner: owner, peopleName: name })
  const accounts = needs.accounts.map((login, index) => {
    variables[`account${index}`] = login
    return `account${index}: user(login: $account${index}) { databaseId }`
  })
  const teams = teamSelection(needs.teams, name)
  if (needs.teams.length > 0) variables.organization = owner
  Object.assign(variables, teams.variables)
  const people =
    roles.length === 0
      ? []
      : [`people: repository(owner: $peopleOwner, name: $peopleName) { ${roles.join(' ')} }`]
  return { selection: [...people, ...accounts, teams.selection].join('\n'), variables }
}

/** What is read of somebody with a role. `permission` is the role; of a custom role the one it is based on. Source: GraphQL reference, RepositoryCollaboratorEdge. */
export const collaboratorSelection =
  '{ pageInfo { hasNextPage endCursor } edges { permission node { databaseId login } } }'

/** Whether an error is about people, of whom what is missing says so itself. */
export function isOfPeople({ path }: QueryAnswer['errors'][number]): boolean {
  const [first] = path
  return first === 'organization' || first === 'people' || String(first).startsWith('account')
}

/** Everything of people that one answer tells. */
export interface AuthorityAnswer {
  readonly authority: Authority
  /** Where to read on in the list of everybody with a role, or null. */
  readonly more: string | null
  /** Whether the token may not see who has a role, so that it has to be asked for in another way. */
  readonly refused: boolean
}

/** Reads the answer. What GitHub did not tell is unknown, never “no”. */
export function decodeAuthority(
  needs: PeopleNeeds,
  data: Fields,
  errors: QueryAnswer['errors'],
  repository: RepositoryRef,
  known: readonly KnownPerson[],
): AuthorityAnswer {
  const people = optionalFields(data.people, 'the people of the repository')
  const everyone = needs.everyone ? optionalFields(people?.everyone, 'everybody with a role') : null
  const found = needs.people.map((login, index) => roleIn(people?.[`person${index}`], login))
  const listed = everyone === null ? [] : rolesIn(everyone)
  const more = everyone === null ? null : nextPage(everyone)
  const asked = needs.people.length > 0 || needs.everyone
  return {
    authority: {
      roles: [...found, ...listed],
      everyone: everyone !== null && more === null,
      teams: decodeTeams(needs.teams, data.organization, errors, repository),
      accounts: needs.accounts.map((login, index) => accountIn(data, errors, login, `account${index}`)),
      known,
    },
    more,
    refused: asked && (people === null || errors.some(({ path }) => path[0] === 'people')),
  }
}

/** The roles of one page of people. */
export function rolesIn(page: Fields): readonly RoleOf[] {
  return edges(page).map((edge) => {
    const node = fields(edge.node, 'somebody with a role')
    const login = text(node.login, 'a login')
    const role: Role = word(edge.permission, permissions, `the role of ${login}`)
    if (typeof node.databaseId !== 'number')
      return { login, known: false, why: `GitHub did not tell the account of ${login}` }
    return { login, known: true, id: userId(node.databaseId), role }
  })
}

/** Where to read on, or null. */
export function nextPage(page: Fields): string | null {
  const info = fields(page.pageInfo, 'the pages of people')
  return flag(info.hasNextPage, 'whether there are more people')
    ? text(info.endCursor, 'the place of a page')
    : null
}

/** Whoever is not among those with a role has none. */
function roleIn(page: unknown, login: string): RoleOf {
  const answer = optionalFields(page, `the role of ${login}`)
  if (answer === null) return { login, known: false, why: `GitHub did not tell the role of ${login}` }
  const own = rolesIn(answer).find((each) => each.login.toLowerCase() === login.toLowerCase())
  return own ?? { login, known: true, id: null, role: 'none' }
}

/** GitHub answers “not found” beside null for a login that no person has: nobody's, or an organization's. */
function accountIn(data: Fields, errors: QueryAnswer['errors'], login: string, alias: string): AccountOf {
  const account = optionalFields(data[alias], `the account ${login}`)
  if (typeof account?.databaseId === 'number') return { login, known: true, id: userId(account.databaseId) }
  const absent = errors.some(({ path, type }) => path[0] === alias && type === 'NOT_FOUND')
  return absent
    ? { login, known: true, id: null }
    : { login, known: false, why: `GitHub did not tell whose the login ${login} is` }
}

function edges(page: Fields): readonly Fields[] {
  if (!Array.isArray(page.edges)) throw new Error('people are read without their roles')
  return page.edges.map((edge: unknown) => fields(edge, 'somebody with a role'))
}
