import { GraphQLError } from 'graphql'
import { type Identity, mayRead, type Permission } from '../world/identity.js'
import type { RateLimits } from '../world/rate-limits.js'
import type { Repository, World } from '../world/world.js'

/** One GraphQL request, as resolvers see it. */
export interface GraphCall {
  readonly world: World
  readonly rates: RateLimits
  readonly identity: Identity
  /** Whether GitHub pretends in this request to be still computing whether a pull request can be merged. */
  readonly pending: () => boolean
}

/** An error in GitHub's shape: it stands beside the data, with the path of the field that is null. */
export function graphError(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } })
}

/** @throws FORBIDDEN for this field alone when the token may not read it. */
export function demandGraphRead(call: GraphCall, repository: Repository, permission: Permission): void {
  if (!mayRead(call.world, call.identity, repository, permission)) throw forbidden()
}

/** What GitHub answers a token of an App that lacks the permission. */
export function forbidden(): GraphQLError {
  return graphError('FORBIDDEN', 'Resource not accessible by integration')
}
