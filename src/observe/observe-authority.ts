import { GitHubError } from '../github/errors.js'
import type { Reader } from '../github/reader.js'
import { userId } from '../model/ids.js'
import type { Needs } from '../model/needs.js'
import { roles } from '../model/request-type.js'
import type { Authority, RoleOf } from '../model/snapshot.js'
import { demandWhole, fields } from './answer.js'
import { decodeTeams, teamSelection } from './decode-teams.js'

type AuthorityNeeds = Pick<Extract<Needs, { kind: 'details' }>, 'people' | 'teams'>

/**
 * Roles and team memberships, where nothing else is read beside them.
 * @throws GitHubError
 */
export async function observeAuthority(
  reader: Reader,
  { people, teams }: AuthorityNeeds,
): Promise<Authority> {
  const [found, members] = await Promise.all([observeRoles(reader, people), observeMembers(reader, teams)])
  return { roles: found, teams: members }
}

/** The roles of some people, one call each. */
export function observeRoles(reader: Reader, people: readonly string[]): Promise<readonly RoleOf[]> {
  return Promise.all(people.map((login) => observeRole(reader, login)))
}

/** Who of some people is in some teams; a team that cannot be seen is unknown. */
export async function observeMembers(
  reader: Reader,
  teams: AuthorityNeeds['teams'],
): Promise<Authority['teams']> {
  if (teams.length === 0) return []
  const { selection, variables } = teamSelection(teams)
  const organization = reader.repository.owner
  const parameters = ['organization', ...Object.keys(variables)].map((name) => `$${name}: String!`)
  const document = `query Teams(${parameters.join(', ')}) { ${selection} }`
  const answer = await reader.query('read the members of teams', document, { organization, ...variables })
  demandWhole(answer, 'the members of teams', ({ path }) => path[0] === 'organization')
  // Without anything it may see, GitHub answers no data at all.
  const data = answer.data === null ? {} : fields(answer.data, 'the members of teams')
  return decodeTeams(teams, data.organization, answer.errors)
}

/** What GitHub says of somebody's role. “Not found” means none; any other failure means that it is not known. */
async function observeRole(reader: Reader, login: string): Promise<RoleOf> {
  try {
    const answer = await reader.permission(login)
    if (answer === null) return { login, known: true, id: null, role: 'none' }
    const id = answer.id === null ? null : userId(answer.id)
    // A custom role has a name of its own; the coarse permission is what it includes at least.
    const role =
      roles.find((each) => each === answer.roleName) ?? roles.find((each) => each === answer.permission)
    if (role === undefined)
      return { login, known: false, why: `GitHub reports the unknown role ${answer.roleName} for ${login}` }
    return { login, known: true, id, role }
  } catch (error) {
    if (error instanceof GitHubError) {
      return { login, known: false, why: `GitHub did not tell the role of ${login} (${error.failure})` }
    }
    throw error
  }
}
