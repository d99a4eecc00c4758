import { GitHubError } from '../github/errors.js'
import type { QueryAnswer, Reader } from '../github/reader.js'
import type { Authority, KnownPerson, RoleOf } from '../model/authority.js'
import { userId } from '../model/ids.js'
import type { PeopleNeeds } from '../model/needs.js'
import { roles } from '../model/request-type.js'
import type { FirstLook } from '../model/snapshot.js'
import { demandWhole, type Fields, fields } from './answer.js'
import {
  authoritySelection,
  collaboratorSelection,
  collaboratorsPerPage,
  decodeAuthority,
  isOfPeople,
  nextPage,
  rolesIn,
} from './decode-authority.js'

/** Most pages of people with a role that are read; where there are more, some of them stay unknown. */
const pagesMax = 10
/** Most people whose role is asked for one by one, where the token may not see the list; each costs a call. */
const singlyMax = 20

/** The repository the people are of, as far as it is known by now. */
export type Here = Pick<FirstLook, 'repository' | 'ledger'>

/**
 * Roles, accounts and team memberships, where nothing else is read beside them.
 * @throws GitHubError
 */
export async function observeAuthority(reader: Reader, here: Here, needs: PeopleNeeds): Promise<Authority> {
  const { selection, variables } = authoritySelection(needs, reader.repository)
  if (selection.trim() === '') return { ...nobody, known: here.ledger.people }
  const parameters = Object.keys(variables).map((name) => `$${name}: String!`)
  const document = `query People(${parameters.join(', ')}) { ${selection} }`
  const answer = await reader.query('read roles and teams', document, variables)
  demandWhole(answer, 'roles and teams', isOfPeople)
  // Without anything it may see, GitHub answers no data at all.
  const data = answer.data === null ? {} : fields(answer.data, 'roles and teams')
  return authorityFrom(reader, here, needs, { data, errors: answer.errors })
}

const nobody = { roles: [], everyone: false, teams: [], accounts: [] } as const

/**
 * What an answer tells of people, and what it takes to know the rest: the further pages of everybody with a role, or a call for each where
 * the token may not see who has a role.
 * @throws GitHubError
 */
export async function authorityFrom(
  reader: Reader,
  here: Here,
  needs: PeopleNeeds,
  { data, errors }: { readonly data: Fields; readonly errors: QueryAnswer['errors'] },
): Promise<Authority> {
  const known: readonly KnownPerson[] = here.ledger.people
  const { authority, more, refused } = decodeAuthority(needs, data, errors, reader.repository, known)
  if (refused) return { ...authority, everyone: false, roles: await observeRoles(reader, here, needs.people) }
  const { found, complete } = await readOn(reader, more)
  return { ...authority, roles: [...authority.roles, ...found], everyone: authority.everyone || complete }
}

const pageQuery = `
  query Everyone($owner: String!, $name: String!, $after: String) {
    repository(owner: $owner, name: $name) {
      everyone: collaborators(first: ${collaboratorsPerPage}, after: $after) ${collaboratorSelection}
    }
  }`

async function readOn(reader: Reader, first: string | null) {
  const { owner, name } = reader.repository
  const found: RoleOf[] = []
  let after = first
  for (let page = 1; page < pagesMax && after !== null; page += 1) {
    const answer = await reader.query('list everybody with a role', pageQuery, { owner, name, after })
    demandWhole(answer, 'everybody with a role', () => false)
    const repository = fields(fields(answer.data, 'everybody with a role').repository, 'the repository')
    const listed = fields(repository.everyone, 'everybody with a role')
    found.push(...rolesIn(listed))
    after = nextPage(listed)
  }
  return { found, complete: first !== null && after === null }
}

/** The roles of some people, one call each. */
function observeRoles(reader: Reader, here: Here, people: readonly string[]): Promise<readonly RoleOf[]> {
  return Promise.all(people.slice(0, singlyMax).map((login) => observeRole(reader, here, login)))
}

/** What GitHub says of somebody's role. “Not found” means none; any other failure means that it is not known. */
async function observeRole(reader: Reader, { repository }: Here, login: string): Promise<RoleOf> {
  try {
    const answer = await reader.permission(login)
    if (answer === null) return { login, known: true, id: null, role: 'none' }
    const id = answer.id === null ? null : userId(answer.id)
    // A custom role has a name of its own; the coarse permission is what it includes at least.
    const role =
      roles.find((each) => each === answer.roleName) ?? roles.find((each) => each === answer.permission)
    if (role === undefined)
      return { login, known: false, why: `GitHub reports the unknown role ${answer.roleName} for ${login}` }
    // Here GitHub calls it a role as well that anybody can read a public repository.
    const given = role === 'read' && !repository.private ? 'none' : role
    return { login, known: true, id, role: given }
  } catch (error) {
    if (error instanceof GitHubError) {
      return { login, known: false, why: `GitHub did not tell the role of ${login} (${error.failure})` }
    }
    throw error
  }
}
