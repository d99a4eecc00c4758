/**
 * Identifiers that could be swapped by mistake are branded; their constructors are the only way in and refuse
 * anything that is not one.
 */
declare const brand: unique symbol
type Brand<T, Name extends string> = T & { readonly [brand]: Name }

/** The number of an issue in its repository, at least 1. */
export type IssueNumber = Brand<number, 'IssueNumber'>
/** The number of a pull request in its repository, at least 1. */
export type PullNumber = Brand<number, 'PullNumber'>
/** A git object id: 40 hexadecimal digits (SHA-1) or 64 (SHA-256), lower case. */
export type Oid = Brand<string, 'Oid'>
/** A SHA-256 digest: 64 hexadecimal digits, lower case. */
export type Digest = Brand<string, 'Digest'>
/** GitHub's numeric id of a user, a bot or an app; logins can be renamed and claimed again, ids cannot. */
export type UserId = Brand<number, 'UserId'>

/** A repository by owner and name, as in `acme/gitops`. */
export interface RepositoryRef {
  readonly owner: string
  readonly name: string
}

/** The largest number GitHub can be asked about: an Int of GraphQL has 32 bits. */
const numberMax = 2 ** 31 - 1

/** Whether an issue or a pull request can have this number. */
export function isNumbered(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= numberMax
}

/** @throws if no issue can have this number. */
export function issueNumber(value: number): IssueNumber {
  if (!isNumbered(value)) throw new Error(`not an issue number: ${value}`)
  return value as IssueNumber
}

/** @throws if no pull request can have this number. */
export function pullNumber(value: number): PullNumber {
  if (!isNumbered(value)) throw new Error(`not a pull request number: ${value}`)
  return value as PullNumber
}

/** @throws if `value` is not a positive whole number. */
export function userId(value: number): UserId {
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`not a user id: ${value}`)
  return value as UserId
}

/** @throws if `value` is not 40 or 64 lower-case hexadecimal digits. */
export function oid(value: string): Oid {
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value))
    throw new Error(`not a git object id: ${JSON.stringify(value)}`)
  return value as Oid
}

/** @throws if `value` is not 64 lower-case hexadecimal digits. */
export function digest(value: string): Digest {
  if (!/^[0-9a-f]{64}$/.test(value)) throw new Error(`not a SHA-256 digest: ${JSON.stringify(value)}`)
  return value as Digest
}

/**
 * Reads `owner/name`. The grammar is the one GitHub accepts for new repositories.
 * @throws if `value` is not of that form.
 */
export function repositoryRef(value: string): RepositoryRef {
  const match = /^([A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))\/([A-Za-z0-9._-]{1,100})$/.exec(value)
  const [, owner, name] = match ?? []
  if (owner === undefined || name === undefined || name === '.' || name === '..') {
    throw new Error(`not a repository (owner/name): ${JSON.stringify(value)}`)
  }
  return { owner, name }
}

/** Whether two names mean one repository; GitHub does not distinguish case. */
export function sameRepository(a: RepositoryRef, b: RepositoryRef): boolean {
  return fullName(a).toLowerCase() === fullName(b).toLowerCase()
}

/** As in `acme/gitops`. */
export function fullName({ owner, name }: RepositoryRef): string {
  return `${owner}/${name}`
}
