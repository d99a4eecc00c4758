/** How many random histories a test plays, and from which seed. */
export interface RandomRun {
  readonly seed: number
  readonly numRuns: number
}

/**
 * Another seed in every run, and printed, so that a red run can be played again with `SEED=…`. `HISTORIES=…` plays more of them than the
 * usual number, for a long look.
 */
export function randomRun(name: string, usual: number): RandomRun {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
  const numRuns = Number(process.env.HISTORIES ?? usual)
  process.stdout.write(`${numRuns} histories of ${name}; to play them again: SEED=${seed}\n`)
  return { seed, numRuns }
}
