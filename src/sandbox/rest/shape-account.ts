import type { components } from '@octokit/openapi-types'
import { type Account, type App, accountOf, type World } from '../world/world.js'
import { nodeId, serverUrl } from './urls.js'

type Schemas = components['schemas']

/** Source: GitHub's OpenAPI description, schema simple-user. */
export function shapeAccount({ apiUrl }: World, account: Account): Schemas['simple-user'] {
  const url = `${apiUrl}/users/${encodeURIComponent(account.login)}`
  const app = account.type === 'Bot' ? account.login.replace(/\[bot\]$/, '') : null
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(account.type, account.id),
    avatar_url: `https://avatars.githubusercontent.com/u/${account.id}?v=4`,
    gravatar_id: '',
    url,
    html_url: app === null ? `${serverUrl}/${account.login}` : `${serverUrl}/apps/${app}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    site_admin: false,
  }
}

/** The same by login. @throws if there is no such account, which is the sandbox's own mistake. */
export function shapeLogin(world: World, login: string): Schemas['simple-user'] {
  return shapeAccount(world, accountOf(world, login))
}

/** Source: GitHub's OpenAPI description, schema integration. */
export function shapeApp(world: World, app: App): NonNullable<Schemas['nullable-integration']> {
  const bot = accountOf(world, app.bot)
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('App', app.id),
    owner: shapeAccount(world, bot),
    name: app.slug,
    description: '',
    external_url: `${serverUrl}/apps/${app.slug}`,
    html_url: `${serverUrl}/apps/${app.slug}`,
    created_at: bot.createdAt,
    updated_at: bot.createdAt,
    permissions: {},
    events: [],
  }
}
