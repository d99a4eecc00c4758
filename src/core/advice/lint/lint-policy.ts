import type { Instant } from '../../../model/instant.js'
import { type Policy, type PolicyFile, policyFiles, typeFiles } from '../../../model/policy.js'
import type { Problem } from '../../../model/problem.js'
import { readCalendar } from '../../request-type/read-calendar.js'
import { shutWindows } from './calendar-windows.js'
import { type Findings, surveyRepository } from './lint-repository.js'

/**
 * Everything that is wrong with request types and forms, files that cannot be read included, and what is worth knowing.
 * @param now from when on windows are asked whether they ever open; null where nobody knows what time it is.
 */
export function lintPolicy(policy: Policy, now: Instant | null = null): Findings {
  const files = policyFiles(policy)
  const unreadable = files.filter(({ text }) => text === null)
  const readable = files.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]))
  const { problems, notes } = surveyRepository(readable)
  const shut = now === null ? [] : shutWindows(readCalendar(policy), now)
  return { problems: [...unreadable.map(problemOf), ...problems, ...shut], notes }
}

/** Why there is nothing to look at, or null: a folder mistyped in CI must not look like one in which nothing is wrong. */
export function nothingToLint(policy: Policy, where: string): string | null {
  if (policy.forms.length + typeFiles(policy).length > 0) return null
  return `There is nothing to check in ${where}: no issue form in .github/ISSUE_TEMPLATE and no request type in .github/issueops. “issueops init DIR” begins with both.`
}

function problemOf({ path }: PolicyFile): Problem {
  return {
    code: 'type/unreadable',
    file: path,
    line: 1,
    what: `${path} is not a text file in UTF-8 of ordinary size.`,
    fix: 'Save the file as UTF-8 text, or remove it.',
  }
}
