import { GitHubError, type GitHubFailure } from '../github/errors.js'
import type { QueryAnswer } from '../github/reader.js'
import { type Oid, oid, userId } from '../model/ids.js'
import type { Person } from '../model/person.js'

/**
 * Reads values out of GitHub's answers. The types of an answer are a promise of its schema; these functions check it, so that
 * a missing or different value stops the run instead of being taken for “no”.
 */
export type Fields = Readonly<Record<string, unknown>>

/** @throws GitHubError when it is not an object. */
export function fields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unexpected(what, value)
  return { ...value }
}

/** An object, or null. @throws GitHubError when it is neither. */
export function optionalFields(value: unknown, what: string): Fields | null {
  return value === null || value === undefined ? null : fields(value, what)
}

/** @throws GitHubError when it is not a string. */
export function text(value: unknown, what: string): string {
  if (typeof value !== 'string') throw unexpected(what, value)
  return value
}

/** A string, or null where GitHub says so. `undefined` is not null: a field that was not answered must not pass for “never”. */
export function optionalText(value: unknown, what: string): string | null {
  return value === null ? null : text(value, what)
}

/** @throws GitHubError when it is not a whole number. */
export function whole(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw unexpected(what, value)
  return value
}

/** @throws GitHubError when it is not true or false. */
export function flag(value: unknown, what: string): boolean {
  if (typeof value !== 'boolean') throw unexpected(what, value)
  return value
}

/**
 * Stops when GitHub answered only in part: what is missing would otherwise pass for “there is none”.
 * @param expected whether an error is one the caller knows how to read.
 * @throws GitHubError
 */
export function demandWhole(
  { errors }: QueryAnswer,
  what: string,
  expected: (error: QueryAnswer['errors'][number]) => boolean,
): void {
  const error = errors.find((each) => !expected(each))
  if (error === undefined) return
  throw new GitHubError({
    failure: failures.get(error.type) ?? 'unavailable',
    operation: `tell ${what} in full`,
    status: 200,
    detail: `${error.path.join('.')}: ${error.message}`,
    permission: permissionFor(error.path),
    write: false,
    cause: error,
  })
}

const failures: ReadonlyMap<string, GitHubFailure> = new Map([
  ['FORBIDDEN', 'forbidden'],
  ['NOT_FOUND', 'not-found'],
])

/** The permission that the part of an answer takes which GitHub left out. */
function permissionFor(path: QueryAnswer['errors'][number]['path']): string {
  if (path.some((step) => /^check(s\d*|Suites|Runs)$/.test(String(step)))) return 'checks: read'
  if (path.includes('status')) return 'statuses: read'
  if (path.includes('deployments')) return 'deployments: read'
  if (path.includes('associatedPullRequests') || path.includes('known')) return 'pull-requests: read'
  return path.includes('issue') ? 'issues: read' : 'contents: read'
}

/** The nodes of a connection; GitHub leaves null where one cannot be shown, and leaves out a connection that has none. */
export function nodes(value: unknown, what: string): readonly Fields[] {
  if (value === null) return []
  const { nodes: list } = fields(value, what)
  if (!Array.isArray(list)) throw unexpected(what, list)
  return list.flatMap((node: unknown) => (node === null ? [] : [fields(node, what)]))
}

/** One of the words an enum of GitHub's may have, by our word for it. */
export function word<T extends string>(value: unknown, words: Readonly<Record<string, T>>, what: string): T {
  const found = typeof value === 'string' && Object.hasOwn(words, value) ? words[value] : undefined
  if (found === undefined) throw unexpected(what, value)
  return found
}

/** A git object id. */
export function objectId(value: unknown, what: string): Oid {
  return oid(text(value, what))
}

/** Somebody, or null when the account is gone or is nobody who can act (an organization, an imported name). */
export function person(value: unknown, what: string): Person | null {
  const actor = optionalFields(value, what)
  if (actor === null || typeof actor.databaseId !== 'number') return null
  const kind = actor.__typename === 'User' ? 'user' : actor.__typename === 'Bot' ? 'bot' : null
  if (kind === null) return null
  return { id: userId(actor.databaseId), login: text(actor.login, `${what}: login`), kind }
}

/** The GraphQL selection {@link person} reads. */
export const personSelection = '{ __typename login ... on User { databaseId } ... on Bot { databaseId } }'

function unexpected(what: string, value: unknown): GitHubError {
  return new GitHubError({
    failure: 'unavailable',
    operation: `tell ${what}`,
    status: 200,
    detail: `the answer holds ${value === null ? 'null' : typeof value} there`,
    permission: null,
    write: false,
    cause: undefined,
  })
}
