import { anyApp } from '../core/ledger/authorship.js'
import type { LedgerNote } from '../core/ledger/finding.js'
import { findingJson } from '../core/ledger/finding.js'
import { countReviews } from '../core/ledger/review.js'
import { type LedgerVerification, verifyLedger } from '../core/ledger/verify-ledger.js'
import { connect } from '../github/connect.js'
import { createReader } from '../github/reader.js'
import { type RepositoryRef, repositoryRef } from '../model/ids.js'
import { type Instant, instantOf } from '../model/instant.js'
import type { LedgerRecord } from '../model/record.js'
import { verifyOnline } from '../observe/verify-online.js'
import { repositoryFacts } from './adopt/repository-facts.js'
import { readArguments } from './arguments.js'
import { commandHelp } from './command-help.js'
import { demandFolder } from './demand-folder.js'
import { type ExitCode, UsageError } from './exit-code.js'
import { githubConnection } from './github-connection.js'
import { ledgerRef, serverHost } from './local-ledger.js'
import { print, printJson } from './print.js'
import { readLedger } from './read-ledger.js'

const auditUsage = commandHelp.audit.usage

/**
 * `issueops audit verify`: walks the ledger of a local clone and reports whatever is not what the toolkit appends. With `--online` GitHub is
 * asked as well: whose the commits and their signatures are, and whether the comments and merges that the records name are there.
 */
export async function audit(args: readonly string[]): Promise<ExitCode> {
  const [verb, ...rest] = args
  if (verb !== 'verify') throw new UsageError(`Usage: ${auditUsage}`)
  const options = {
    repo: { type: 'string' },
    ref: { type: 'string' },
    app: { type: 'string', multiple: true },
    online: { type: 'boolean' },
    repository: { type: 'string' },
    json: { type: 'boolean' },
  } as const
  const { values } = readArguments(rest, options, auditUsage)
  const folder = values.repo ?? '.'
  demandFolder(folder)
  const online = values.online === true ? repositoryOf(folder, values.repository) : null
  const ref = ledgerRef(folder, values.ref)
  const commits = readLedger(folder, ref)
  if (commits === null) throw new UsageError(`${folder} has no commits at ${ref}.`)
  const hands = { ...anyApp, apps: values.app ?? null }
  const now = instantOf(Math.floor(Date.now() / 1000))
  const verification =
    online === null
      ? verifyLedger(commits, { hands: { ...hands, host: serverHost() }, repository: null, now })
      : await verifyOnline(
          createReader(connect(githubConnection('audit verify --online')), online),
          commits,
          hands,
          now,
        )
  const ok = verification.findings.length === 0
  const { records, findings, notes } = verification
  if (values.json === true)
    printJson({
      ok,
      ref,
      records: records.length,
      ...emergenciesJson(records, now),
      findings: findings.map(findingJson),
      notes,
    })
  else
    for (const line of [`read ${ref}`, ...verificationLines(verification), ...emergencyLines(records, now)])
      print(line)
  return ok ? 0 : 1
}

function repositoryOf(folder: string, named: string | undefined): RepositoryRef {
  const found = named === undefined ? repositoryFacts(folder).repository : refOf(named)
  if (found === null)
    throw new UsageError(`${folder} has no remote origin. Name the repository with --repository OWNER/REPO.`)
  return found
}

function refOf(name: string): RepositoryRef {
  try {
    return repositoryRef(name)
  } catch {
    throw new UsageError(
      `${JSON.stringify(name)} is not a repository; write it as in acme/platform.\nUsage: ${auditUsage}`,
    )
  }
}

/** How many emergencies there were, and what became of their reviews; nothing where there were none. */
export function emergenciesJson(records: readonly LedgerRecord[], now: Instant) {
  const counts = countReviews(records, now)
  return Object.keys(counts).length === 0 ? {} : { emergencies: counts }
}

function emergencyLines(records: readonly LedgerRecord[], now: Instant): readonly string[] {
  const counts = Object.entries(countReviews(records, now))
  if (counts.length === 0) return []
  const whole = counts.reduce((sum, [, count]) => sum + count, 0)
  const told = counts.map(([state, count]) => `${count} ${state}`).join(', ')
  return [`${whole} ${whole === 1 ? 'emergency' : 'emergencies'}: ${told}`]
}

/** What a verification found, as a person reads it. */
export function verificationLines({ records, findings, notes }: LedgerVerification): readonly string[] {
  const verified = `ledger verified: ${records.length} ${records.length === 1 ? 'record' : 'records'}, every one in its place`
  const found = findings.map(
    ({ code, severity, commit, path, what }) =>
      `${commit.slice(0, 12)}${path === null ? '' : ` ${path}`}${severity === 'warning' ? ' (warning)' : ''}\n  ${what} [${code}]`,
  )
  return [...(found.length === 0 ? [verified] : found), ...notes.map(noteLine)]
}

/** A note, as a person reads it. */
export function noteLine({ code, what }: LedgerNote): string {
  return `note: ${what} [${code}]`
}
