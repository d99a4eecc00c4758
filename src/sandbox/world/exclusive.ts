/** Runs one act at a time, in the order of asking: GitHub's transactions, and the reason that ids are the same in every run. */
export type Exclusive = <T>(work: () => Promise<T>) => Promise<T>

/** A queue in which work is done one after the other; one that fails does not stop the next. */
export function createExclusive(): Exclusive {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work, work)
    last = next.catch(() => {})
    return next
  }
}
