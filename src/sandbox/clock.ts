/** The sandbox's own time, in whole seconds like GitHub's; it moves only when somebody acts or a test says so. */
export interface Clock {
  /** As in `2026-11-02T09:00:00Z`. */
  readonly now: () => string
  /** Seconds since 1970, as git writes them. */
  readonly epoch: () => number
  /** Moves time forward by whole seconds; never back. */
  readonly advance: (seconds: number) => void
}

/** @throws if `start` is not an instant, or an advance is not a whole number of seconds of at least 0. */
export function createClock(start: string): Clock {
  let seconds = Math.floor(Date.parse(start) / 1000)
  if (!Number.isSafeInteger(seconds)) throw new Error(`not an instant: ${JSON.stringify(start)}`)
  return {
    now: () => instantAt(seconds),
    epoch: () => seconds,
    advance(by) {
      if (!Number.isSafeInteger(by) || by < 0) throw new Error(`the clock cannot advance by ${by} seconds`)
      seconds += by
    },
  }
}

/** Seconds since 1970 as GitHub writes them: no fraction, UTC. */
export function instantAt(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}
