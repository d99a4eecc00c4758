import { portionOf } from '../../at-length.js'

/** How many random histories a test plays, and from which seed. */
export interface RandomRun {
  readonly seed: number
  readonly numRuns: number
}

/**
 * Another seed in every run, and printed, so that a red run can be played again with `SEED=…`. `npm test` plays a portion of them; where
 * `AT_LENGTH` is set, as by `npm run test:long`, all are played, and `HISTORIES=…` names any other number.
 */
export function randomRun(name: string, length: Parameters<typeof portionOf>[0]): RandomRun {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
  const numRuns = Number(process.env.HISTORIES ?? portionOf(length))
  process.stdout.write(`${numRuns} histories of ${name}; to play them again: SEED=${seed}\n`)
  return { seed, numRuns }
}
