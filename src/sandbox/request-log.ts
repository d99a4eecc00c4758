import { isDownload } from './codeload.js'

/** One request that reached the sandbox. */
export interface LoggedRequest {
  readonly index: number
  readonly method: string
  /** Path with its query. */
  readonly path: string
  /** Name of the GraphQL operation, or of its first field; null for REST. */
  readonly operation: string | null
  readonly kind: 'read' | 'write'
  /** Login of the token, or null when it was refused. */
  readonly login: string | null
  /** Null when the connection was cut. */
  readonly status: number | null
  /** What the sandbox lacks to answer as GitHub would, for which it refused with 501; null for an answer. */
  readonly lacks: string | null
  /** Kind of the fault that was injected, or null. */
  readonly fault: string | null
  /** Monotonic milliseconds. */
  readonly startedMs: number
  readonly endedMs: number
}

/** How often each thing was asked for that the sandbox lacks. */
export function gapsOf(requests: readonly LoggedRequest[]): ReadonlyMap<string, number> {
  const gaps = new Map<string, number>()
  for (const { lacks } of requests) if (lacks !== null) gaps.set(lacks, (gaps.get(lacks) ?? 0) + 1)
  return gaps
}

/** What a run cost. A download is no call of the API, but takes its turn like one. */
export interface Cost {
  readonly calls: number
  readonly reads: number
  readonly writes: number
  /** Requests of the longest chain in which each began after the one before had ended. */
  readonly depth: number
}

/** Counts requests; their order does not matter. */
export function costOf(requests: readonly LoggedRequest[]): Cost {
  const calls = requests.filter(({ path }) => !isDownload(path))
  const reads = calls.filter((one) => one.kind === 'read').length
  return {
    calls: calls.length,
    reads,
    writes: calls.length - reads,
    depth: depthOf(requests),
  }
}

function depthOf(requests: readonly LoggedRequest[]): number {
  const depths = new Map<LoggedRequest, number>()
  let deepest = 0
  for (const request of [...requests].sort((a, b) => a.startedMs - b.startedMs)) {
    let before = 0
    for (const [earlier, depth] of depths) {
      if (earlier.endedMs <= request.startedMs) before = Math.max(before, depth)
    }
    depths.set(request, before + 1)
    deepest = Math.max(deepest, before + 1)
  }
  return deepest
}
