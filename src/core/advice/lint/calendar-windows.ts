import { type Instant, secondsAfter } from '../../../model/instant.js'
import { calendarPath } from '../../../model/policy.js'
import type { Problem } from '../../../model/problem.js'
import { opensAt } from '../../request-type/openings.js'
import type { LocatedRequestType } from '../../request-type/parse-request-type.js'
import { type ReadCalendar, windowProblems, windowsNamed } from '../../request-type/read-calendar.js'

/**
 * What is wrong with the calendar itself, and between it and the request types that name its windows.
 * @param whole whether every request type could be read: while one cannot, nobody knows which windows it names.
 */
export function calendarProblems(
  read: ReadCalendar,
  types: readonly LocatedRequestType[],
  whole: boolean,
): readonly Problem[] {
  if (read.kind === 'broken') return read.problems
  const unknown = types.flatMap((located) => windowProblems(located, read))
  if (read.kind === 'none') return unknown
  const named = new Set(types.flatMap(({ type }) => windowsNamed(type).map(({ name }) => name)))
  const unused = [...read.calendar.windows.keys()].filter((name) => whole && !named.has(name))
  return [
    ...unknown,
    ...unused.map((name) => ({
      code: 'type/window-unused' as const,
      file: calendarPath,
      line: read.lines.get(`windows/${name}`) ?? 1,
      what: `No request type names the window “${name}”, so it holds nothing back.`,
      fix: `Name it in a request type, as in windows: [${name}], or remove it.`,
    })),
  ]
}

/** Windows that are not open once within the year after a moment, so that nothing that names them is ever merged. */
export function shutWindows(read: ReadCalendar, now: Instant): readonly Problem[] {
  if (read.kind !== 'read') return []
  return [...read.calendar.windows.values()]
    .filter((window) => opensAt([window], now) === null)
    .map(({ name }) => ({
      code: 'type/window-shut',
      file: calendarPath,
      line: read.lines.get(`windows/${name}`) ?? 1,
      what: `The window “${name}” is not open at any time until ${secondsAfter(now, 365 * 86_400).slice(0, 10)}, so whatever names it is not merged.`,
      fix: 'Correct its times: what deny says goes before allow, and an entry holds only where its weekdays, hours and dates all do.',
    }))
}
