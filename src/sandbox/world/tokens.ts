import { actionsApp } from './create-world.js'
import type { Identity, Permission } from './identity.js'
import { accountOf, findRepository, fullName, type World } from './world.js'

/** Permissions as a workflow writes them; `-` and `_` are the same, and `metadata: read` comes with every token. */
export type Permissions = Readonly<Record<string, 'read' | 'write' | 'none'>>

export interface AppWish {
  readonly slug: string
  readonly id: number
  /** `owner/name` of the repositories it is installed in. */
  readonly repositories: readonly string[]
  readonly permissions: Permissions
}

export interface Tokens {
  /** The `GITHUB_TOKEN` of a workflow run: installed in this repository alone, and never able to read teams. */
  readonly githubToken: (repository: string, permissions: Permissions) => string
  readonly appToken: (wish: AppWish) => string
  /** A classic personal token with all rights of the person. */
  readonly userToken: (login: string) => string
}

/** Calls an hour of `GITHUB_TOKEN`, and of an App. Source: GitHub docs, "Rate limits for the REST API". */
const actionsHourlyLimit = 1000
const appHourlyLimit = 5000

export interface TokenBook extends Tokens {
  readonly find: (token: string) => Identity | null
}

/** A book of tokens, none of them given out yet. */
export function createTokens(world: World): TokenBook {
  const book = new Map<string, Identity>()
  const keep = (prefix: string, identity: Identity) => {
    const token = `${prefix}_sandbox_${world.nextId('token')}`
    book.set(token, identity)
    return token
  }
  return {
    find: (token) => book.get(token) ?? null,
    githubToken(repository, permissions) {
      const { members: _, administration: __, ...others } = permissions
      return keep('ghs', {
        kind: 'app',
        account: accountOf(world, actionsApp.bot),
        app: actionsApp,
        permissions: permissionMap(others),
        repositories: repositorySet(world, [repository]),
        hourlyLimit: actionsHourlyLimit,
      })
    },
    appToken({ slug, id, repositories, permissions }) {
      const bot = `${slug}[bot]`
      if (!world.accounts.has(bot.toLowerCase())) {
        const account = {
          id: world.nextId('account'),
          login: bot,
          type: 'Bot',
          createdAt: world.clock.now(),
        } as const
        world.accounts.set(bot.toLowerCase(), account)
      }
      const app = { id, slug, bot }
      world.apps.set(id, app)
      return keep('ghs', {
        kind: 'app',
        account: accountOf(world, bot),
        app,
        permissions: permissionMap(permissions),
        repositories: repositorySet(world, repositories),
        hourlyLimit: appHourlyLimit,
      })
    },
    userToken: (login) => keep('ghp', { kind: 'person', account: accountOf(world, login) }),
  }
}

const known: ReadonlySet<string> = new Set<Permission>([
  'metadata',
  'contents',
  'issues',
  'pull_requests',
  'checks',
  'statuses',
  'deployments',
  'workflows',
  'members',
  'actions',
  'administration',
])

/** Permissions of GitHub's that no route of the sandbox asks for. */
const unused = new Set(['attestations', 'discussions', 'id_token', 'packages', 'pages'])

function permissionMap(permissions: Permissions): ReadonlyMap<string, 'read' | 'write'> {
  const granted = new Map<string, 'read' | 'write'>([['metadata', 'read']])
  for (const [key, level] of Object.entries(permissions)) {
    const name = key.replaceAll('-', '_')
    if (!known.has(name) && !unused.has(name))
      throw new Error(`GitHub has no permission ${JSON.stringify(key)}`)
    if (level !== 'none') granted.set(name, level)
  }
  return granted
}

function repositorySet(world: World, names: readonly string[]): ReadonlySet<string> {
  return new Set(
    names.map((name) => {
      const repository = findRepository(world, name)
      if (repository === null) throw new Error(`the sandbox has no repository ${JSON.stringify(name)}`)
      return fullName(repository).toLowerCase()
    }),
  )
}
