import type { CallRate } from '../../model/call-rate.js'

/** What of an hour's calls the sweep leaves to the runs that people wait for, of whatever the limit is. */
const reserved = 1 / 4
/** How much of what it may spend goes to what is urgent before all others have had their turn. */
export const urgentShare = 1 / 2

/**
 * How much of the calls that a sweep may make is made, by whomever: 0 is none, from 1 on there are none left to it. Of several limits the one that is nearest counts. Where GitHub names
 * no limit there is none.
 * @param begun what GitHub said of each limit when the sweep knew how much there is to do.
 */
export function spent(begun: readonly CallRate[], now: readonly CallRate[]): number {
  return Math.max(0, ...limitsOf(begun, now).map(({ all, left }) => (all <= 0 ? 1 : 1 - left / all)))
}

/** How many calls can be made until so much is spent. */
export function callsUntil(share: number, begun: readonly CallRate[], now: readonly CallRate[]): number {
  const calls = limitsOf(begun, now).map(({ all, left }) => left - all * (1 - share))
  return Math.max(0, Math.floor(Math.min(Number.POSITIVE_INFINITY, ...calls)))
}

/** Of each limit, how many calls the sweep may make and how many of them are left. */
function limitsOf(begun: readonly CallRate[], now: readonly CallRate[]) {
  return now.map((rate) => {
    const before = begun.find(({ resource }) => resource === rate.resource)
    // Another hour has calls of its own.
    const first = before?.reset === rate.reset ? before : { ...rate, remaining: rate.limit }
    return { all: mayBeMade(first), left: mayBeMade(rate) }
  })
}

function mayBeMade({ limit, remaining }: CallRate): number {
  return remaining - limit * reserved
}
