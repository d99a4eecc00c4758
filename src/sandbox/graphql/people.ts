import { nodeId, serverUrl } from '../rest/urls.js'
import { type Account, type App, accountOf, type World } from '../world/world.js'

/** An actor. GraphQL writes the login of a bot without the `[bot]` that REST writes. */
export function graphActor(account: Account) {
  const login = account.type === 'Bot' ? account.login.replace(/\[bot\]$/, '') : account.login
  const path = account.type === 'Bot' ? `/apps/${login}` : `/${login}`
  return {
    __typename: account.type,
    id: nodeId(account.type, account.id),
    databaseId: account.id,
    login,
    name: null,
    url: `${serverUrl}${path}`,
    resourcePath: path,
    avatarUrl: `https://avatars.githubusercontent.com/u/${account.id}?v=4`,
    createdAt: account.createdAt,
    updatedAt: account.createdAt,
  }
}

/** An account by login as GraphQL names actors: a bot without its brackets. */
export function graphLogin(world: World, login: string | null) {
  return login === null ? null : graphActor(accountOf(world, login))
}

/** Source: GraphQL reference, object App. */
export function graphApp(app: App) {
  return {
    id: nodeId('App', app.id),
    databaseId: app.id,
    slug: app.slug,
    name: app.slug,
    url: `${serverUrl}/apps/${app.slug}`,
  }
}
