import { GraphQLError } from 'graphql'
import type { Declared } from '../declared.js'
import { type Identity, mayRead, type Permission } from '../world/identity.js'
import type { PullIssue } from '../world/pulls.js'
import type { RateLimits } from '../world/rate-limits.js'
import type { Repository, World } from '../world/world.js'

/** One GraphQL request, as resolvers see it. */
export interface GraphCall {
  readonly world: World
  readonly rates: RateLimits
  readonly identity: Identity
  /** Whether GitHub pretends in this request to be still computing whether a pull request can be merged. */
  readonly pending: () => boolean
  /** What the objects below a repository say of it: they are read by it, so they cannot ask for it themselves. */
  readonly nodes: GraphNodes
}

/** Objects that others lead back to. */
export interface GraphNodes {
  readonly repository: (call: GraphCall, repository: Repository) => Record<string, unknown>
  readonly ref: (call: GraphCall, repository: Repository, ref: string, oid: string) => unknown
  readonly pull: (call: GraphCall, repository: Repository, issue: PullIssue) => unknown
}

/** What a field reads of its arguments. */
export interface Reading {
  (args: object): unknown
  readonly reads?: Declared
}

/**
 * A field with arguments. One that is given and not among `declared` is refused as the sandbox, and so is any argument of a field
 * that is not made with this.
 * @param declared by path, as in `filterBy.appId`.
 */
export function reads<A extends object>(declared: Declared, resolve: (args: A) => unknown): Reading {
  return Object.assign((args: object) => resolve(args as A), { reads: declared })
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
