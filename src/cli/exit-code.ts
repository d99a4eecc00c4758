/** How a command ends: 0 done, 1 problems a person can fix, 2 wrong usage, 3 GitHub or the machine failed. */
export type ExitCode = 0 | 1 | 2 | 3

/** The command was called wrongly; the message says how it is called. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
