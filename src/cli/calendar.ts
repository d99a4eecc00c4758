import { shutWindows } from '../core/advice/lint/calendar-windows.js'
import { openingWords } from '../core/report/merge-wait-words.js'
import { closedAt, isOpen, nextOpenings } from '../core/request-type/openings.js'
import { readCalendar } from '../core/request-type/read-calendar.js'
import type { MergeWindow, Opening } from '../model/calendar.js'
import { type Instant, isDay, isInstant, secondsAfter } from '../model/instant.js'
import { calendarPath } from '../model/policy.js'
import { readArguments } from './arguments.js'
import { commandHelp } from './command-help.js'
import { demandFolder } from './demand-folder.js'
import { type ExitCode, UsageError } from './exit-code.js'
import { print, printJson, problemText } from './print.js'
import { readPolicyFiles } from './read-policy-files.js'

const { usage } = commandHelp.calendar

/** Openings told of each window. */
const openingsMax = 3

/** `issueops calendar`: which windows of a local checkout are open, and when they open next. */
export function calendar(args: readonly string[]): ExitCode {
  const options = { repo: { type: 'string' }, at: { type: 'string' }, json: { type: 'boolean' } } as const
  const { values } = readArguments(args, options, usage)
  const folder = values.repo ?? '.'
  const at = values.at === undefined ? secondsAfter(new Date().toISOString(), 0) : moment(values.at)
  demandFolder(folder)
  const read = readCalendar(readPolicyFiles(folder))
  if (read.kind === 'none') throw new UsageError(`There is no ${calendarPath} in ${folder}.`)
  const problems = read.kind === 'broken' ? read.problems : shutWindows(read, at)
  const windows = read.kind === 'broken' ? [] : [...read.calendar.windows.values()]
  const found = windows.map((window) => seenAt(window, at))
  if (values.json === true) printJson({ ok: problems.length === 0, at, windows: found, problems })
  else {
    for (const window of found) for (const line of linesOf(window)) print(line)
    for (const problem of problems) print(problemText(problem))
  }
  return problems.length === 0 ? 0 : 1
}

/** A window at one moment. */
interface SeenWindow {
  readonly name: string
  readonly zone: string
  readonly open: boolean
  /** Why it is closed, where the calendar says it. */
  readonly why: string | null
  /** The opening that is going on first. */
  readonly openings: readonly Opening[]
}

function seenAt(window: MergeWindow, at: Instant): SeenWindow {
  const { name, zone } = window
  const [closed] = closedAt([window], at)
  return {
    name,
    zone,
    open: isOpen([window], at),
    why: closed?.why ?? null,
    openings: nextOpenings([window], at, openingsMax),
  }
}

function linesOf({ name, zone, open, why, openings }: SeenWindow): readonly string[] {
  const state = open ? 'open' : `closed${why === null ? '' : `: ${why}`}`
  return [`${name}: ${state}`, ...openings.map((each) => `  ${openingLine(each, zone)}`)]
}

function openingLine({ from, until }: Opening, zone: string): string {
  const begins = from === null ? 'for more than a year' : `from ${openingWords(from, zone)}`
  const ends = until === null ? 'without an end within a year' : `until ${openingWords(until, zone)}`
  return `${begins}, ${ends}`
}

function moment(text: string): Instant {
  if (isDay(text)) return `${text}T00:00:00Z`
  if (isInstant(text)) return secondsAfter(text, 0)
  throw new UsageError(
    `--at is a day or a moment, as in 2026-11-20 or 2026-11-20T08:00:00+01:00, and not ${JSON.stringify(text)}.`,
  )
}
