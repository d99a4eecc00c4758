import { anyApp } from '../core/ledger/authorship.js'
import type { LedgerNote } from '../core/ledger/finding.js'
import { findingJson } from '../core/ledger/finding.js'
import { type LedgerVerification, verifyLedger } from '../core/ledger/verify-ledger.js'
import { connect } from '../github/connect.js'
import { createReader } from '../github/reader.js'
import { type RepositoryRef, repositoryRef } from '../model/ids.js'
import { verifyOnline } from '../observe/verify-online.js'
import { repositoryFacts } from './adopt/repository-facts.js'
import { readArguments } from './arguments.js'
import { commandHelp } from './command-help.js'
import { demandFolder } from './demand-folder.js'
import { type ExitCode, UsageError } from './exit-code.js'
import { githubConnection } from './github-connection.js'
import { print, printJson } from './print.js'
import { readLedger, refsNamed, usualRefs } from './read-ledger.js'

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
  const ref = values.ref === undefined ? usualRef(folder) : refMeant(folder, values.ref)
  const commits = readLedger(folder, ref)
  if (commits === null) throw new UsageError(`${folder} has no commits at ${ref}.`)
  const hands = { ...anyApp, apps: values.app ?? null }
  const verification =
    online === null
      ? verifyLedger(commits, { hands: { ...hands, host: serverHost() }, repository: null })
      : await verifyOnline(
          createReader(connect(githubConnection('audit verify --online')), online),
          commits,
          hands,
        )
  const ok = verification.findings.length === 0
  const { records, findings, notes } = verification
  if (values.json === true)
    printJson({ ok, ref, records: records.length, findings: findings.map(findingJson), notes })
  else for (const line of [`read ${ref}`, ...verificationLines(verification)]) print(line)
  return ok ? 0 : 1
}

/** Where the clone is from cannot be seen in it; without a word it is github.com. */
function serverHost(): string {
  return new URL(process.env.GITHUB_SERVER_URL ?? 'https://github.com').hostname
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

function usualRef(folder: string): string {
  const found = usualRefs.find((ref) => refsNamed(folder, ref).includes(ref))
  if (found !== undefined) return found
  throw new UsageError(
    `${folder} has no ledger at ${usualRefs.join(' or ')}. Fetch it with: git fetch origin issueops/ledger:issueops/ledger`,
  )
}

/** A short name is taken as git takes it, but never one of several: a tag named like the branch must not stand in for it. */
function refMeant(folder: string, name: string): string {
  const [ref, ...others] = refsNamed(folder, name)
  if (ref === undefined) throw new UsageError(`${folder} has no branch or tag ${JSON.stringify(name)}.`)
  if (others.length === 0) return ref
  throw new UsageError(
    `${JSON.stringify(name)} may be ${[ref, ...others].join(' or ')} in ${folder}. Name one of them in full with --ref.`,
  )
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

function noteLine({ code, what }: LedgerNote): string {
  return `note: ${what} [${code}]`
}
