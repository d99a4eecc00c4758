import type { QueryAnswer } from '../github/reader.js'
import type { MembersOf } from '../model/authority.js'
import { type RepositoryRef, type UserId, userId } from '../model/ids.js'
import type { TeamNeeds } from '../model/needs.js'
import type { Role } from '../model/request-type.js'
import { type Fields, fields, flag, nodes, optionalFields, word } from './answer.js'
import { permissions } from './try-read.js'

/** Members of a team listed at once; of a team that has no more, everybody's membership is known. */
const membersListed = 100
/** Members found for one login: GitHub's search also finds logins that merely contain it. */
const membersFound = 100
/** Repositories found for one name, likewise. */
const repositoriesFound = 100

/** What a team may do in a repository; GitHub's search also finds repositories whose names merely contain what is asked for. */
const access = `access: repositories(query: $teamRepository, first: ${repositoriesFound}) { pageInfo { hasNextPage } edges { permission node { name } } }`

/** The part of the query that asks which of some people are members of some teams. */
export function teamSelection(
  needs: TeamNeeds,
  repository: string,
): {
  readonly selection: string
  readonly variables: Readonly<Record<string, string>>
} {
  const variables: Record<string, string> = needs.length === 0 ? {} : { teamRepository: repository }
  const teams = needs.map(({ slug, logins }, team) => {
    variables[`team${team}`] = slug
    const members = logins.map((login, index) => {
      const name = `team${team}login${index}`
      variables[name] = login
      return `${name}: members(query: $${name}, first: ${membersFound}) { nodes { databaseId login } }`
    })
    const all = `all: members(first: ${membersListed}) { totalCount pageInfo { hasNextPage } nodes { databaseId login } }`
    return `team${team}: team(slug: $team${team}) { ${all} ${access} ${members.join(' ')} }`
  })
  const selection = teams.length === 0 ? '' : `organization(login: $organization) { ${teams.join('\n')} }`
  return { selection, variables }
}

/**
 * Reads the answer. A team the token cannot see is unknown, never empty: `GITHUB_TOKEN` may not read teams at all, and taking that for
 * “no members” would call every approver unauthorised. Source: github/docs on permissions of `GITHUB_TOKEN`; databricks/cli#4976.
 */
export function decodeTeams(
  needs: TeamNeeds,
  answer: unknown,
  errors: QueryAnswer['errors'],
  repository: RepositoryRef,
): readonly MembersOf[] {
  const organization = optionalFields(answer, 'the organization')
  return needs.map(({ slug, logins }, index) => {
    const team = optionalFields(organization?.[`team${index}`], `the team ${slug}`)
    const failed = errors.find(
      (error) =>
        error.path[0] === 'organization' && [undefined, `team${index}`].includes(text(error.path[1])),
    )
    if (team === null || failed !== undefined) return { team: slug, known: false, why: unseen(slug) }
    return membersOf(team, slug, index, { logins, access: accessOf(team, repository) })
  })
}

function membersOf(
  team: Fields,
  slug: string,
  index: number,
  { logins, access: mayDo }: { readonly logins: readonly string[]; readonly access: Role | null },
): MembersOf {
  const all = fields(team.all, `the members of ${slug}`)
  const listed = nodes(all, `the members of ${slug}`)
  if (!flag(fields(all.pageInfo, 'the pages of members').hasNextPage, 'whether there are more members')) {
    const members = listed.flatMap(idOf)
    return {
      team: slug,
      known: true,
      members,
      whole: all.totalCount === members.length,
      asked: logins,
      access: mayDo,
    }
  }
  const found = logins.map((login, person) => ({
    login,
    hits: nodes(team[`team${index}login${person}`], `the members of ${slug}`),
  }))
  const crowded = found.find(
    ({ login, hits }) => hits.length === membersFound && !hits.some((hit) => isLogin(hit, login)),
  )
  if (crowded !== undefined) {
    return {
      team: slug,
      known: false,
      why: `GitHub found too many members of ${slug} whose names contain ${crowded.login}`,
    }
  }
  const members = found.flatMap(({ login, hits }) => hits.filter((hit) => isLogin(hit, login)))
  return {
    team: slug,
    known: true,
    members: members.flatMap(idOf),
    whole: false,
    asked: logins,
    access: mayDo,
  }
}

/** What a team may do in the repository; null where GitHub found too many, or did not tell. */
function accessOf({ access: answer }: Fields, { name }: RepositoryRef): Role | null {
  const found = optionalFields(answer, 'the repositories of a team')
  if (found === null || !Array.isArray(found.edges)) return null
  const own = found.edges
    .map((edge: unknown) => fields(edge, 'a repository of a team'))
    .find(({ node }) => isNamed(fields(node, 'a repository of a team'), name))
  if (own !== undefined) return word(own.permission, permissions, 'what a team may do')
  return flag(fields(found.pageInfo, 'the repositories of a team').hasNextPage, 'whether there are more')
    ? null
    : 'none'
}

function isNamed({ name }: Fields, wanted: string): boolean {
  return typeof name === 'string' && name.toLowerCase() === wanted.toLowerCase()
}

function isLogin({ login }: Fields, wanted: string): boolean {
  return typeof login === 'string' && login.toLowerCase() === wanted.toLowerCase()
}

function idOf({ databaseId }: Fields): readonly UserId[] {
  return typeof databaseId === 'number' ? [userId(databaseId)] : []
}

function text(step: string | number | undefined): string | undefined {
  return step === undefined ? undefined : String(step)
}

/** GitHub's own message stays out: it may differ from run to run, and the text is shown on the issue. */
function unseen(slug: string): string {
  return `the token cannot see the team ${slug}; that takes a GitHub App with the permission “members: read”`
}
