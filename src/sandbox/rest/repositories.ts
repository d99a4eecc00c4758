import { Lacking } from '../lacking.js'
import type { RoleName } from '../seed.js'
import { atLeast, demandTeams, mayReadTeams, roleOf } from '../world/identity.js'
import { notFound, Refusal } from '../world/refusal.js'
import { accountOf, findAccount, type Organization, type Team } from '../world/world.js'
import { noContent, ok, param, type RestAnswer, type RestCall, type Route, repositoryOf } from './call.js'
import { pagedList, paging } from './paging.js'
import { shapeAccount } from './shape-account.js'
import { shapeFullRepository } from './shape-repository.js'
import { nodeId, serverUrl } from './urls.js'

export const repositoryRoutes: readonly Route[] = [
  { method: 'GET', path: '/user', tokenOnly: true, handle: getViewer },
  { method: 'GET', path: '/rate_limit', handle: getRateLimit },
  { method: 'GET', path: '/repos/{owner}/{repo}', handle: getRepository },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/collaborators/{username}/permission',
    tokenOnly: true,
    handle: getPermission,
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/collaborators/{username}',
    tokenOnly: true,
    handle: checkCollaborator,
  },
  { method: 'GET', path: '/orgs/{org}/members/{username}', tokenOnly: true, handle: checkMember },
  { method: 'GET', path: '/orgs/{org}/teams/{team_slug}', tokenOnly: true, handle: getTeam },
  {
    method: 'GET',
    path: '/orgs/{org}/teams/{team_slug}/members',
    query: paging,
    tokenOnly: true,
    handle: listTeamMembers,
  },
  {
    method: 'GET',
    path: '/orgs/{org}/teams/{team_slug}/memberships/{username}',
    tokenOnly: true,
    handle: getMembership,
  },
]

/** An installation token is nobody's: GitHub refuses it here. */
function getViewer({ world, identity }: RestCall): RestAnswer {
  if (identity.kind === 'app') throw new Refusal(403, 'Resource not accessible by integration')
  const account = shapeAccount(world, identity.account)
  const at = identity.account.createdAt
  const counts = { public_repos: 0, public_gists: 0, followers: 0, following: 0 }
  const profile = {
    name: null,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
  }
  return ok({ ...account, ...profile, ...counts, user_view_type: 'public', created_at: at, updated_at: at })
}

/** Calls a minute of the search. Source: GitHub docs, “Rate limits for the REST API”. Nothing is ever used of it, because there is none here. */
const searchLimit = 30

function getRateLimit({ world, rates, identity }: RestCall): RestAnswer {
  const core = rates.look(identity, 'core')
  const search = { limit: searchLimit, used: 0, remaining: searchLimit, reset: world.clock.epoch() + 60 }
  return ok({ resources: { core, search, graphql: rates.look(identity, 'graphql') }, rate: core })
}

function getRepository(call: RestCall): RestAnswer {
  return ok(shapeFullRepository(call.world, call.identity, repositoryOf(call)))
}

/** The old field knows four roles, the new one all of them. Source: REST docs, "Get repository permissions for a user". */
const oldNames: Readonly<Record<RoleName, string>> = {
  admin: 'admin',
  maintain: 'write',
  write: 'write',
  triage: 'read',
  read: 'read',
  none: 'none',
}

function getPermission(call: RestCall): RestAnswer {
  const { world, identity } = call
  const repository = repositoryOf(call)
  if (identity.kind === 'person' && !atLeast(roleOf(world, repository, identity.account), 'write')) {
    throw new Refusal(403, 'Must have push access to view collaborator permission.')
  }
  const account = findAccount(world, param(call, 'username'))
  if (account === null || account.type === 'Organization') {
    throw new Refusal(404, `${param(call, 'username')} is not a user`)
  }
  const role = roleOf(world, repository, account)
  const permissions = {
    admin: atLeast(role, 'admin'),
    maintain: atLeast(role, 'maintain'),
    push: atLeast(role, 'write'),
    triage: atLeast(role, 'triage'),
    pull: atLeast(role, 'read'),
  }
  return ok({
    permission: oldNames[role],
    role_name: role,
    user: { ...shapeAccount(world, account), permissions, role_name: role },
  })
}

/**
 * Whoever has a role beyond what everybody may who sees a public repository. Clients take every answer but 204 for a no.
 * Source: REST docs, “Check if a user is a repository collaborator”.
 */
function checkCollaborator(call: RestCall): RestAnswer {
  const { world, identity } = call
  const repository = repositoryOf(call)
  if (identity.kind === 'person' && !atLeast(roleOf(world, repository, identity.account), 'write')) {
    throw new Refusal(403, 'Must have push access to view repository collaborators.')
  }
  const account = findAccount(world, param(call, 'username'))
  if (account === null || roleOf(world, { ...repository, private: true }, account) === 'none')
    throw notFound()
  return noContent
}

/** Source: REST docs, “Check organization membership for a user”. What outsiders are told is another list, which is not kept here. */
function checkMember(call: RestCall): RestAnswer {
  const { organization } = call.world
  if (organization?.login.toLowerCase() !== param(call, 'org').toLowerCase()) throw notFound()
  if (!mayReadTeams(call.world, call.identity))
    throw new Lacking('public members of an organization are not kept')
  if (!organization.members.has(param(call, 'username').toLowerCase())) {
    throw new Refusal(404, `User does not exist or is not a member of the organization`)
  }
  return noContent
}

interface TeamPlace {
  readonly organization: Organization
  readonly team: Team
}

function teamOf(call: RestCall): TeamPlace {
  const { organization } = call.world
  if (organization === null || organization.login.toLowerCase() !== param(call, 'org').toLowerCase())
    throw notFound()
  demandTeams(call.world, call.identity)
  const team = organization.teams.get(param(call, 'team_slug').toLowerCase())
  if (team === undefined) throw notFound()
  return { organization, team }
}

function teamUrl({ world }: RestCall, { organization, team }: TeamPlace): string {
  return `${world.apiUrl}/orgs/${organization.login}/teams/${team.slug}`
}

function getTeam(call: RestCall): RestAnswer {
  const place = teamOf(call)
  const { team } = place
  const owner = accountOf(call.world, place.organization.login)
  const at = owner.createdAt
  return ok({
    id: team.id,
    node_id: nodeId('Team', team.id),
    url: teamUrl(call, place),
    html_url: `${serverUrl}/orgs/${owner.login}/teams/${team.slug}`,
    name: team.slug,
    slug: team.slug,
    description: null,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'pull',
    type: 'organization',
    members_url: `${teamUrl(call, place)}/members{/member}`,
    repositories_url: `${teamUrl(call, place)}/repos`,
    parent: null,
    members_count: team.members.size,
    repos_count: team.repositories.size,
    created_at: at,
    updated_at: at,
    organization: shapeOrganization(call, owner.login),
  })
}

function shapeOrganization({ world }: RestCall, login: string) {
  const account = accountOf(world, login)
  const url = `${world.apiUrl}/orgs/${login}`
  return {
    login,
    id: account.id,
    node_id: nodeId('Organization', account.id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: shapeAccount(world, account).avatar_url,
    description: null,
    html_url: `${serverUrl}/${login}`,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: [...world.repositories.values()].filter((one) => !one.private).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    type: 'Organization',
    created_at: account.createdAt,
    updated_at: account.createdAt,
    archived_at: null,
  }
}

function listTeamMembers(call: RestCall): RestAnswer {
  const { team } = teamOf(call)
  return pagedList(call, [...team.members], (login) => shapeAccount(call.world, accountOf(call.world, login)))
}

function getMembership(call: RestCall): RestAnswer {
  const place = teamOf(call)
  const account = findAccount(call.world, param(call, 'username'))
  if (account === null || !place.team.members.has(account.login.toLowerCase())) throw notFound()
  return ok({ url: `${teamUrl(call, place)}/memberships/${account.login}`, role: 'member', state: 'active' })
}
