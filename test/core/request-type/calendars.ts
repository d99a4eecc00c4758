import { type ReadCalendar, readCalendar } from '../../../src/core/request-type/read-calendar.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import type { MergeWindow } from '../../../src/model/calendar.js'
import { calendarPath } from '../../../src/model/policy.js'
import type { Problem } from '../../../src/model/problem.js'

/** The calendar of a repository in whose file a text stands. */
export function calendarOf(text: string): ReadCalendar {
  return readCalendar({ types: [{ path: calendarPath, blob: gitBlobOid(text), text }] })
}

/** The windows of a calendar by name. */
export function windowsIn(text: string): (...names: readonly string[]) => readonly MergeWindow[] {
  const read = calendarOf(text)
  if (read.kind !== 'read') throw new Error(JSON.stringify(read, null, 2))
  return (...names) =>
    names.map((name) => {
      const window = read.calendar.windows.get(name)
      if (window === undefined) throw new Error(`there is no window ${name}`)
      return window
    })
}

/** What is wrong with a calendar, each as its line and what is said. */
export function faultsOf(text: string): readonly string[] {
  const read = calendarOf(text)
  return read.kind === 'broken' ? read.problems.map(told) : []
}

function told({ code, line, what, fix }: Problem): string {
  return `${line}: ${code}: ${what} ${fix}`
}
