import type { Problem, Problems } from '../model/problem.js'
import { problemText } from './print.js'

/** How a command ends: 0 done, 1 problems a person can fix, 2 wrong usage, 3 GitHub or the machine failed. */
export type ExitCode = 0 | 1 | 2 | 3

/** What keeps the command from its work is something a person can fix. */
export class FoundProblems extends Error {
  override readonly name = 'FoundProblems'

  readonly problems: Problems

  constructor(problems: Problems) {
    super(problems.map(problemText).join('\n'))
    this.problems = problems
  }
}

/** The command was called wrongly; the message says how it is called. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** What the caller named as an input does not read; the message tells all that is wrong with it. */
export function unreadInput(problems: readonly Problem[]): UsageError {
  return new UsageError(problems.map(problemText).join('\n'))
}
