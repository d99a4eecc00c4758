/** How some lengths of time are spread, in seconds. */
export interface Spread {
  readonly count: number
  readonly sum: number
  /** Half of them took no longer. */
  readonly median: number
  /** Nine of ten took no longer. */
  readonly p90: number
  readonly longest: number
}

/** How lengths of time are spread, each told being one that there was (nearest rank); null where there is none. */
export function spreadOf(seconds: readonly number[]): Spread | null {
  const sorted = seconds.toSorted((a, b) => a - b)
  const longest = sorted.at(-1)
  if (longest === undefined) return null
  const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? longest
  const sum = sorted.reduce((total, each) => total + each, 0)
  return { count: sorted.length, sum, median: rank(0.5), p90: rank(0.9), longest }
}
