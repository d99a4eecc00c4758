import { writeFileSync } from 'node:fs'
import { type Figures, figures } from '../core/figures/figures.js'
import { type PeriodLength, periodLengths } from '../core/figures/period.js'
import { anyApp } from '../core/ledger/authorship.js'
import { grouped } from '../core/ledger/grouped.js'
import { verifyLedger } from '../core/ledger/verify-ledger.js'
import { figuresLines } from '../core/report/figures-text.js'
import { openMetrics } from '../core/report/open-metrics.js'
import { type Instant, isDay, isInstant, secondsAfter } from '../model/instant.js'
import { figuresPage } from '../pages/figures-page.js'
import { readArguments } from './arguments.js'
import { noteLine } from './audit.js'
import { commandHelp } from './command-help.js'
import { demandFolder } from './demand-folder.js'
import { type ExitCode, UsageError } from './exit-code.js'
import { ledgerRef, refuseDoubts, serverHost } from './local-ledger.js'
import { print, printJson } from './print.js'
import { readLedger } from './read-ledger.js'

const { usage } = commandHelp.metrics

/** `issueops metrics`: how requests go, counted from the ledger of a local clone. */
export function metrics(args: readonly string[]): ExitCode {
  const options = {
    repo: { type: 'string' },
    ref: { type: 'string' },
    app: { type: 'string', multiple: true },
    since: { type: 'string' },
    at: { type: 'string' },
    by: { type: 'string' },
    html: { type: 'string' },
    openmetrics: { type: 'boolean' },
    json: { type: 'boolean' },
  } as const
  const { values } = readArguments(args, options, usage)
  const folder = values.repo ?? '.'
  const at = values.at === undefined ? secondsAfter(new Date().toISOString(), 0) : moment('--at', values.at)
  const since = values.since === undefined ? null : moment('--since', values.since)
  const by = periodLength(values.by ?? 'month')
  demandFolder(folder)
  const ref = ledgerRef(folder, values.ref)
  const commits = readLedger(folder, ref)
  if (commits === null) throw new UsageError(`${folder} has no commits at ${ref}.`)
  const hands = { ...anyApp, apps: values.app ?? null, host: serverHost() }
  const { records, findings, notes } = verifyLedger(commits, { hands, repository: null })
  refuseDoubts(findings)
  const found: Figures = figures(grouped(records, ({ predicate }) => predicate.issue).values(), {
    at,
    since,
    by,
  })
  if (values.html !== undefined) writeFileSync(values.html, figuresPage(found, { ref, at }))
  if (values.openmetrics === true) process.stdout.write(openMetrics(found))
  else if (values.json === true) printJson({ ok: true, ref, at, since, by, ...found, notes })
  else for (const line of [`read ${ref}`, ...figuresLines(found), ...notes.map(noteLine)]) print(line)
  return 0
}

function moment(option: string, text: string): Instant {
  if (isDay(text)) return `${text}T00:00:00Z`
  if (isInstant(text)) return secondsAfter(text, 0)
  throw new UsageError(
    `${option} is a day or a moment in UTC, as in 2026-11-20 or 2026-11-20T08:00:00Z, and not ${JSON.stringify(text)}.`,
  )
}

function periodLength(text: string): PeriodLength {
  const found = periodLengths.find((each) => each === text)
  if (found === undefined)
    throw new UsageError(`--by is ${periodLengths.join(' or ')}, and not ${JSON.stringify(text)}.`)
  return found
}
