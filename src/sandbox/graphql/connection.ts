import { Lacking } from '../lacking.js'
import { graphError } from './call.js'

/** Most items of one connection. Source: GitHub docs, "Rate limits and query limits for the GraphQL API". */
const itemsMax = 100

/** The arguments that every connection has. */
export const bounds = ['first', 'last', 'after', 'before'] as const

export interface ConnectionArguments {
  readonly first?: number | null
  readonly last?: number | null
  readonly after?: string | null
  readonly before?: string | null
}

/** A slice of a list in the shape every connection of GitHub's has. @throws when neither `first` nor `last` bounds it. */
export function connection<T>(
  name: string,
  all: readonly T[],
  { first, last, after, before }: ConnectionArguments,
  shape: (item: T) => unknown,
) {
  checkBounds(name, first ?? null, last ?? null)
  if (typeof first === 'number' && typeof last === 'number') {
    throw new Lacking(`${name} cannot be bound by both first and last`)
  }
  const from = after === undefined || after === null ? 0 : positionOf(after) + 1
  const to = before === undefined || before === null ? all.length : positionOf(before)
  let start = Math.max(0, from)
  let end = Math.max(start, Math.min(all.length, to))
  if (first !== undefined && first !== null) end = Math.min(end, start + first)
  if (last !== undefined && last !== null) start = Math.max(start, end - last)
  const nodes = all.slice(start, end).map(shape)
  const empty = nodes.length === 0
  return {
    nodes,
    edges: nodes.map((node, index) => ({ node, cursor: cursorOf(start + index) })),
    totalCount: all.length,
    filteredCount: all.length,
    pageCount: nodes.length,
    pageInfo: {
      startCursor: empty ? null : cursorOf(start),
      endCursor: empty ? null : cursorOf(end - 1),
      hasPreviousPage: start > 0,
      hasNextPage: end < all.length,
    },
  }
}

function checkBounds(name: string, first: number | null, last: number | null): void {
  if (first === null && last === null) {
    throw graphError(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    )
  }
  for (const bound of [first, last]) {
    if (bound === null) continue
    if (bound > itemsMax) {
      throw graphError(
        'EXCESSIVE_PAGINATION',
        `Requesting ${bound} records on the \`${name}\` connection exceeds the \`first\` limit of ${itemsMax} records.`,
      )
    }
    if (bound < 0)
      throw graphError(
        'INVALID_PAGINATION',
        `\`first\` on the \`${name}\` connection cannot be less than zero.`,
      )
  }
}

function cursorOf(index: number): string {
  return Buffer.from(`cursor:v2:${index}`).toString('base64')
}

function positionOf(cursor: string): number {
  const match = /^cursor:v2:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))
  if (match === null)
    throw graphError('INVALID_CURSOR_ARGUMENTS', `\`${cursor}\` does not appear to be a valid cursor.`)
  return Number(match[1])
}
