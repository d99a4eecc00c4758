import type { Route } from './call.js'
import { documentedPath } from './routes.js'

export interface FoundRoute {
  readonly route: Route
  /** As GitHub documents it, without the mark of a greedy placeholder. */
  readonly documented: string
  readonly params: ReadonlyMap<string, string>
}

/** The route of a request: a literal segment wins over a placeholder, a placeholder over one that takes the rest. */
export function findRoute(routes: readonly Route[], method: string, path: string): FoundRoute | null {
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
  return best
}

interface Match {
  readonly params: ReadonlyMap<string, string>
  /** One letter per segment: `a` literal, `b` placeholder, `c` the rest; the lowest wins. */
  readonly rank: string
}

function match(pattern: readonly string[], segments: readonly string[]): Match | null {
  const params = new Map<string, string>()
  let rank = ''
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index]
    if (segment === undefined) return null
    if (part.endsWith('}+')) {
      params.set(part.slice(1, -2), segments.slice(index).join('/'))
      return { params, rank: `${rank}c` }
    }
    if (part.startsWith('{')) params.set(part.slice(1, -1), segment)
    else if (part !== segment) return null
    rank += part.startsWith('{') ? 'b' : 'a'
  }
  return segments.length === pattern.length ? { params, rank } : null
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
