import { Lacking } from '../lacking.js'
import type { Route } from './call.js'
import { documentedPath, fences } from './routes.js'

export interface FoundRoute {
  readonly route: Route
  /** As GitHub documents it, without the mark of a greedy placeholder. */
  readonly documented: string
  readonly params: ReadonlyMap<string, string>
}

/**
 * The route of a request: a literal segment wins over a placeholder, a placeholder over one that takes several.
 * @throws Lacking when the sandbox has none.
 */
export function findRoute(routes: readonly Route[], method: string, path: string): FoundRoute {
  const segments = path.split('/').slice(1).map(decode)
  let best: FoundRoute | null = null
  let bestRank = ''
  for (const route of routes) {
    if (route.method !== method) continue
    const matched = match(route.path.split('/').slice(1), segments)
    if (matched === null || (best !== null && matched.rank >= bestRank)) continue
    best = { route, documented: documentedPath(route), params: matched.params }
    bestRank = matched.rank
  }
  const fenced = fences.some((fence) => {
    const rank = match(fence.split('/').slice(1), segments)?.rank
    return rank !== undefined && rank < bestRank
  })
  if (best === null || fenced) throw new Lacking(`there is no route ${method} ${path}`)
  return best
}

interface Match {
  readonly params: ReadonlyMap<string, string>
  /** One letter per segment: `a` literal, `b` placeholder, `c` one of several that a placeholder takes; the lowest wins. */
  readonly rank: string
}

const nothing: Match = { params: new Map(), rank: '' }

/** A placeholder followed by `+` takes as many segments as it can, one for a number takes nothing else. */
function match(pattern: readonly string[], segments: readonly string[]): Match | null {
  const [part, ...rest] = pattern
  const [segment, ...others] = segments
  if (part === undefined) return segment === undefined ? nothing : null
  if (segment === undefined) return null
  if (part.endsWith('}+')) return matchSeveral(part.slice(1, -2), rest, segments)
  if (/_(?:number|id)\}$/.test(part) && !/^\d+$/.test(segment)) return null
  const after = part.startsWith('{') || part === segment ? match(rest, others) : null
  if (after === null) return null
  return part.startsWith('{')
    ? join(part.slice(1, -1), segment, 'b', after)
    : { ...after, rank: `a${after.rank}` }
}

function matchSeveral(name: string, rest: readonly string[], segments: readonly string[]): Match | null {
  for (let taken = segments.length - rest.length; taken > 0; taken -= 1) {
    const after = match(rest, segments.slice(taken))
    if (after !== null) return join(name, segments.slice(0, taken).join('/'), 'c'.repeat(taken), after)
  }
  return null
}

function join(name: string, value: string, rank: string, after: Match): Match {
  return { params: new Map([[name, value], ...after.params]), rank: rank + after.rank }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
