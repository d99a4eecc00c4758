import { Lacking } from '../lacking.js'

/** The query of a request, which notices what is read of it. */
export interface Query {
  /** Null when it is not given. */
  readonly get: (name: string) => string | null
  /** As it was sent, for the `Link` header. */
  readonly sent: URLSearchParams
}

export interface WatchedQuery {
  readonly query: Query
  readonly unread: () => readonly string[]
}

/** @throws Lacking for a parameter that the route does not read, and for one given twice, which it would read once. */
export function readQuery(sent: URLSearchParams, declared: readonly string[], route: string): WatchedQuery {
  const names = [...sent.keys()]
  const strange = names.find((name) => !declared.includes(name))
  if (strange !== undefined) throw new Lacking(`${route} does not read the query parameter ${strange}`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new Lacking(`${route} reads the query parameter ${twice} only once`)
  const read = new Set<string>()
  const get = (name: string) => {
    if (!declared.includes(name)) throw new Error(`the query parameter ${name} is read and not declared`)
    read.add(name)
    return sent.get(name)
  }
  return { query: { get, sent }, unread: () => names.filter((name) => !read.has(name)) }
}

/** One of the words that are known here. @throws Lacking for any other, for GitHub may know more of them. */
export function chosen<T extends string>(query: Query, name: string, choices: readonly T[], otherwise: T): T {
  const given = query.get(name)
  if (given === null) return otherwise
  const found = choices.find((one) => one === given)
  if (found === undefined) throw new Lacking(`the query parameter ${name} cannot be ${given} here`)
  return found
}

/** A moment as GitHub writes it, or null when it is not given. @throws Lacking for another way to write one. */
export function instant(query: Query, name: string): string | null {
  const given = query.get(name)
  if (given === null) return null
  const at = instantFrom(given)
  if (at === null) throw new Lacking(`the query parameter ${name} cannot be ${given} here`)
  return at
}

/** The moment that a text names, as GitHub writes it, in whole seconds; null where it names none. */
export function instantFrom(given: string): string | null {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(given)
    ? Date.parse(given)
    : Number.NaN
  return Number.isNaN(at) ? null : new Date(Math.floor(at / 1000) * 1000).toISOString().replace('.000Z', 'Z')
}

/** A positive whole number. @throws Lacking for anything else. */
export function wholeNumber(query: Query, name: string, otherwise: number): number {
  const given = query.get(name)
  if (given === null) return otherwise
  if (!/^[1-9]\d{0,8}$/.test(given)) throw new Lacking(`the query parameter ${name} cannot be ${given} here`)
  return Number(given)
}
