/** What can go wrong with one request. `landed` says whether a write took effect before the trouble. */
export type Fault =
  | { readonly kind: 'error'; readonly status?: 500 | 502 | 503; readonly landed: boolean }
  /** The connection is cut without an answer. */
  | { readonly kind: 'reset'; readonly landed: boolean }
  /** 403 unless given, with `retry-after`, in seconds; nothing lands. */
  | { readonly kind: 'secondary-rate-limit'; readonly retryAfter: number; readonly status?: 403 | 429 }
  /** The hour is used up, until an hour from now: 403 for REST, an error `RATE_LIMITED` with status 200 for GraphQL; nothing lands. */
  | { readonly kind: 'primary-rate-limit' }
  | { readonly kind: 'latency'; readonly milliseconds: number }
  /** A read answers from the state before the last change, as a lagging replica does. */
  | { readonly kind: 'stale' }
  /** A write is answered as if it had landed, and does not. */
  | { readonly kind: 'lost' }

/** A request as a matcher sees it, before it is answered. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly operation: string | null
  readonly kind: 'read' | 'write'
  /** Null for REST. With its variables a query tells which issue it is about. */
  readonly graphql: { readonly variables: Readonly<Record<string, unknown>> } | null
}

export interface Faults {
  /** Injects into the request with this index, counted from 0 at this moment, or into the next `times` that match. */
  readonly inject: (fault: Fault, on: number | ((request: SeenRequest) => boolean), times?: number) => void
  /** The next reads of pull requests say that GitHub does not know yet whether they can be merged. */
  readonly mergeabilityUnknown: (reads: number) => void
  /** Every request takes this much longer from now on. */
  readonly latency: (milliseconds: number) => void
  readonly clear: () => void
}

export interface FaultPlan extends Faults {
  /** The fault for the next request, or null. */
  readonly take: (request: SeenRequest) => Fault | null
  readonly baseLatency: () => number
  /** Whether the state before each change has to be kept, which costs a copy. */
  readonly keepsHistory: () => boolean
  readonly takePending: () => boolean
}

interface Rule {
  readonly fault: Fault
  readonly on: number | ((request: SeenRequest) => boolean)
  left: number
  seen: number
}

/** A plan of faults, empty at first; latencies are in milliseconds. */
export function createFaults(): FaultPlan {
  let rules: Rule[] = []
  let milliseconds = 0
  let pending = 0
  let history = false
  return {
    inject(fault, on, times = 1) {
      rules.push({ fault, on, left: times, seen: 0 })
      if (fault.kind === 'stale') history = true
    },
    mergeabilityUnknown(reads) {
      pending = reads
    },
    latency(value) {
      milliseconds = value
    },
    clear() {
      rules = []
      milliseconds = 0
      pending = 0
      history = false
    },
    take(request) {
      let found: Fault | null = null
      for (const rule of rules) {
        const hit = typeof rule.on === 'number' ? rule.seen === rule.on : rule.on(request)
        rule.seen += 1
        if (!hit || rule.left === 0 || found !== null) continue
        rule.left -= 1
        found = rule.fault
      }
      return found
    },
    baseLatency: () => milliseconds,
    keepsHistory: () => history,
    takePending() {
      if (pending === 0) return false
      pending -= 1
      return true
    },
  }
}
