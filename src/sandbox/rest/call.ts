import type { Declared } from '../declared.js'
import { Lacking } from '../lacking.js'
import type { Identity } from '../world/identity.js'
import { canSee } from '../world/identity.js'
import type { RateLimits } from '../world/rate-limits.js'
import { notFound, Refusal } from '../world/refusal.js'
import { findRepository, type Repository, type World } from '../world/world.js'
import type { Format } from './media.js'
import { instantFrom, type Query } from './query.js'

/** One REST request, as a route sees it. */
export interface RestCall {
  readonly world: World
  readonly rates: RateLimits
  readonly identity: Identity
  /** Values of the placeholders of the route, decoded. */
  readonly params: ReadonlyMap<string, string>
  readonly query: Query
  readonly body: Body
  /** The form of the answer that the client accepts. */
  readonly format: Format
  readonly baseUrl: string
  /** Path without the query. */
  readonly path: string
}

export interface RestAnswer {
  readonly status: number
  /** Null for an answer without a body; bytes are sent as they are. */
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export type Handler = (call: RestCall) => RestAnswer | Promise<RestAnswer>

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** As GitHub documents it, as in `/repos/{owner}/{repo}/issues`. A placeholder followed by `+` takes several segments. */
  readonly path: string
  /** The query parameters that it reads. A request with any other is refused as the sandbox. */
  readonly query?: readonly string[]
  /** What it reads of the body; `[]` is the whole body as a list. A request with anything else is refused as the sandbox. */
  readonly body?: Declared
  /** What it answers in beside JSON. */
  readonly formats?: readonly Format[]
  /** Whether it is closed to whoever has no token, also where the repository is public. */
  readonly tokenOnly?: true
  readonly handle: Handler
}

/** A parsed JSON object; every reading names the type it wants. */
export type Body = Readonly<Record<string, unknown>>

/** An answer with status 200. */
export function ok(body: unknown): RestAnswer {
  return { status: 200, body }
}

/** An answer with status 201. */
export function created(body: unknown): RestAnswer {
  return { status: 201, body }
}

export const noContent: RestAnswer = { status: 204, body: null }

/** A part of the path. @throws if the route has no such part, which is the sandbox's own mistake. */
export function param(call: RestCall, name: string): string {
  const value = call.params.get(name)
  if (value === undefined) throw new Error(`the route has no placeholder ${name}`)
  return value
}

/** @throws Refusal 404 for anything but a positive whole number. */
export function numberParam(call: RestCall, name: string): number {
  const value = param(call, name)
  if (!/^[1-9]\d{0,15}$/.test(value)) throw notFound()
  return Number(value)
}

/** @throws Refusal 404 when there is no such repository or the token cannot see it. */
export function repositoryOf(call: RestCall): Repository {
  const found = findRepository(call.world, `${param(call, 'owner')}/${param(call, 'repo')}`)
  if (found === null || !canSee(call.world, call.identity, found)) throw notFound()
  return found
}

/**
 * The id of a commit, or the name of a branch or tag.
 * @throws Lacking for git's other ways to name a commit, of which GitHub takes some.
 */
export function revisionOf(name: string): string {
  if (/[~^:\s]|@\{|\.\.|^[-@]/.test(name)) throw new Lacking(`${name} cannot name a commit here`)
  return name
}

/** The whole id of an object. @throws Refusal 422 for anything else. */
export function requiredId(body: Body, field: string): string {
  const id = requiredText(body, field)
  if (/^[0-9a-f]{40}$/.test(id)) return id
  throw new Refusal(422, `The ${field} parameter must be exactly 40 characters and contain only [0-9a-f].`)
}

/** What base64 stands for, or null where it is none. */
export function fromBase64(text: string): Buffer | null {
  const plain = text.replaceAll(/\s/g, '')
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(plain)
    ? Buffer.from(plain, 'base64')
    : null
}

/** A moment, or null when it is absent. @throws Refusal 422 for anything else. */
export function optionalInstant(body: Body, field: string): string | null {
  const value = optionalText(body, field)
  if (value === null) return null
  const at = instantFrom(value)
  if (at === null) throw wrongType(field, value, 'a valid ISO 8601 timestamp')
  return at
}

function wrongType(field: string, value: unknown, wanted: string): Refusal {
  const shown = JSON.stringify(value) ?? 'nothing'
  return new Refusal(422, `Invalid request.\n\nFor '${field}', ${shown.slice(0, 80)} is not ${wanted}.`)
}

/** A string, or null when it is absent or null. @throws Refusal 422 for another type. */
export function optionalText(body: Body, field: string): string | null {
  const value = body[field]
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') throw wrongType(field, value, 'a string')
  return value
}

/** A text that may come as a number, as a title may. */
export function optionalWords(body: Body, field: string): string | null {
  const value = body[field]
  return Number.isSafeInteger(value) ? String(value) : optionalText(body, field)
}

/** @throws Refusal 422 when it is absent or neither a text nor a whole number. */
export function requiredWords(body: Body, field: string): string {
  return optionalWords(body, field) ?? requiredText(body, field)
}

/** @throws Refusal 422 when it is absent or of another type. */
export function requiredText(body: Body, field: string): string {
  const value = optionalText(body, field)
  if (value === null) throw new Refusal(422, `Invalid request.\n\n"${field}" wasn't supplied.`)
  return value
}

/** A true or false of the request's body, or null when absent. @throws Refusal 422 when it is anything else. */
export function optionalFlag(body: Body, field: string): boolean | null {
  const value = body[field]
  if (value === undefined || value === null) return null
  if (typeof value !== 'boolean') throw wrongType(field, value, 'a boolean')
  return value
}

/** A list of the request's body, or null when absent. @throws Refusal 422 when it is anything else. */
export function optionalList(body: Body, field: string): readonly unknown[] | null {
  const value = body[field]
  if (value === undefined || value === null) return null
  if (!Array.isArray(value)) throw wrongType(field, value, 'an array')
  return value
}

/** Names of labels, given as strings or as objects with a name. */
export function optionalLabels(body: Body): readonly string[] | null {
  const list = optionalList(body, 'labels')
  return list === null ? null : labelNames(list)
}

/** Names of labels where the whole body may be the list of them. */
export function givenLabels(body: Body): readonly string[] {
  const list: unknown = body
  return (Array.isArray(list) ? labelNames(list) : optionalLabels(body)) ?? []
}

function labelNames(list: readonly unknown[]): readonly string[] {
  return list.map((one) => (typeof one === 'string' ? one : requiredText(objectOf(one, 'labels'), 'name')))
}

/** An object of the request's body, or null when absent. @throws Refusal 422 when it is anything else. */
export function optionalObject(body: Body, field: string): Body | null {
  const value = body[field]
  return value === undefined || value === null ? null : objectOf(value, field)
}

/** A value as an object. @throws Refusal 422 when it is none. */
export function objectOf(value: unknown, field: string): Body {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrongType(field, value, 'an object')
  return value as Body
}

/**
 * One of a closed list, or null when absent.
 * @param lacking what GitHub takes as well and the sandbox does not know.
 * @throws Refusal 422 for anything else.
 */
export function optionalChoice<T extends string>(
  body: Body,
  field: string,
  choices: readonly T[],
  lacking: readonly string[] = [],
): T | null {
  const value = optionalText(body, field)
  if (value === null) return null
  const found = choices.find((one) => one === value)
  if (found !== undefined) return found
  if (lacking.includes(value)) throw new Lacking(`${field} cannot be ${value} here`)
  throw wrongType(field, value, `one of ${choices.join(', ')}`)
}
