import type { RoleName } from '../seed.js'
import { notFound, Refusal } from './refusal.js'
import { type Account, type App, fullName, type Repository, type World } from './world.js'

/** Who makes a request. */
export type Identity =
  /** A person with all of that person's rights: the web page, or a classic personal token. */
  | { readonly kind: 'person'; readonly account: Account }
  /** An installation of an App; `GITHUB_TOKEN` is one of the App `github-actions`. */
  | {
      readonly kind: 'app'
      readonly account: Account
      readonly app: App
      readonly permissions: ReadonlyMap<string, 'read' | 'write'>
      /** Lower-case `owner/name`. */
      readonly repositories: ReadonlySet<string>
      /** Calls an hour. Source: GitHub docs, "Rate limits for the REST API". */
      readonly hourlyLimit: number
    }

/** Whoever has no token. They see what is public. */
export const anybody: Identity = {
  kind: 'person',
  account: { id: 0, login: '', type: 'User', createdAt: '1970-01-01T00:00:00Z' },
}

/** Permissions of an App as GitHub names them in workflows (`pull-requests`), with `_` for `-`. */
export type Permission =
  | 'metadata'
  | 'contents'
  | 'issues'
  | 'pull_requests'
  | 'checks'
  | 'statuses'
  | 'deployments'
  | 'workflows'
  | 'members'
  | 'actions'
  | 'administration'

const ranks: Readonly<Record<RoleName, number>> = {
  none: 0,
  read: 1,
  triage: 2,
  write: 3,
  maintain: 4,
  admin: 5,
}

/** Whether a role includes another. Source: GitHub docs, “Repository roles for an organization”. */
export function atLeast(role: RoleName, wanted: RoleName): boolean {
  return ranks[role] >= ranks[wanted]
}

/** The highest role that ownership, the organization, teams, an invitation and publicity together give a person. */
export function roleOf(world: World, repository: Repository, account: Account): RoleName {
  const given = givenRole(world, repository, account)
  return given === 'none' && !repository.private ? 'read' : given
}

/** The highest role somebody was given; that anybody can read what is public is none. */
export function givenRole(world: World, repository: Repository, account: Account): RoleName {
  const login = account.login.toLowerCase()
  const roles: RoleName[] = ['none']
  if (repository.owner.toLowerCase() === login) roles.push('admin')
  roles.push(repository.collaborators.get(login) ?? 'none')
  const { organization } = world
  if (organization !== null && organization.login.toLowerCase() === repository.owner.toLowerCase()) {
    if (organization.owners.has(login)) roles.push('admin')
    if (organization.members.has(login)) roles.push(organization.baseRole)
    for (const team of organization.teams.values()) {
      if (team.members.has(login))
        roles.push(team.repositories.get(fullName(repository).toLowerCase()) ?? 'none')
    }
  }
  return roles.reduce((best, role) => (ranks[role] > ranks[best] ? role : best))
}

/** Whether the repository exists for somebody; what they cannot see is “not found”. */
export function canSee(world: World, identity: Identity, repository: Repository): boolean {
  if (!repository.private) return true
  if (identity.kind === 'app') return identity.repositories.has(fullName(repository).toLowerCase())
  return atLeast(roleOf(world, repository, identity.account), 'read')
}

/** Whether the identity has the permission; what is public may be read by everyone. */
export function mayRead(
  world: World,
  identity: Identity,
  repository: Repository,
  permission: Permission,
): boolean {
  if (!canSee(world, identity, repository)) return false
  if (!repository.private || identity.kind === 'person' || permission === 'metadata') return true
  return identity.permissions.has(permission)
}

/** Whether somebody may write with a permission; people need the role, tokens of Apps the permission. */
export function mayWrite(
  world: World,
  identity: Identity,
  repository: Repository,
  permission: Permission,
  role: RoleName,
): boolean {
  if (!canSee(world, identity, repository)) return false
  if (identity.kind === 'person') return atLeast(roleOf(world, repository, identity.account), role)
  return (
    identity.repositories.has(fullName(repository).toLowerCase()) &&
    identity.permissions.get(permission) === 'write'
  )
}

/** @throws Refusal 404 for what the token cannot see, 403 for what it may not read. */
export function demandRead(
  world: World,
  identity: Identity,
  repository: Repository,
  permission: Permission,
): void {
  if (!canSee(world, identity, repository)) throw notFound()
  if (!mayRead(world, identity, repository, permission)) throw notByIntegration(permission, 'read')
}

/**
 * Apps need the permission, people the role.
 * @throws Refusal 404 for what the token cannot see, 403 for what it may not write.
 */
export function demandWrite(
  world: World,
  identity: Identity,
  repository: Repository,
  permission: Permission,
  role: RoleName,
): void {
  if (!canSee(world, identity, repository)) throw notFound()
  if (mayWrite(world, identity, repository, permission, role)) return
  if (identity.kind === 'app') throw notByIntegration(permission, 'write')
  throw new Refusal(403, 'Must have admin rights to Repository.')
}

/** Whether somebody may read, or change, what only administrators may. */
export function isAdministrator(
  world: World,
  identity: Identity,
  repository: Repository,
  level: 'read' | 'write',
): boolean {
  if (identity.kind === 'person') return roleOf(world, repository, identity.account) === 'admin'
  const granted = identity.permissions.get('administration')
  const installed = identity.repositories.has(fullName(repository).toLowerCase())
  return installed && (level === 'read' ? granted !== undefined : granted === 'write')
}

/** @throws Refusal 403 for everybody but administrators, also in a public repository. */
export function demandAdministration(world: World, identity: Identity, repository: Repository): void {
  if (isAdministrator(world, identity, repository, 'read')) return
  if (identity.kind === 'app') throw notByIntegration('administration', 'read')
  throw new Refusal(403, 'Must have admin rights to Repository.')
}

/** GitHub's sentence for a missing permission, with the header that names it. Source: GitHub docs, "Troubleshooting the REST API". */
export function notByIntegration(permission: Permission, level: 'read' | 'write'): Refusal {
  return new Refusal(403, 'Resource not accessible by integration', [], {
    'x-accepted-github-permissions': `${permission}=${level}`,
  })
}

/** Whether the identity may read the teams of the organization: `GITHUB_TOKEN` never may. */
export function mayReadTeams(world: World, identity: Identity): boolean {
  if (identity.kind === 'app') return identity.permissions.has('members')
  return world.organization?.members.has(identity.account.login.toLowerCase()) ?? false
}

/** GitHub answers team reads of an App with 403, those of outsiders with 404. */
export function demandTeams(world: World, identity: Identity): void {
  if (mayReadTeams(world, identity)) return
  throw identity.kind === 'app' ? notByIntegration('members', 'read') : notFound()
}
