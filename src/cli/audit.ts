import { type LedgerVerification, verifyLedger } from '../ledger/verify-ledger.js'
import { readArguments } from './arguments.js'
import { type ExitCode, UsageError } from './exit-code.js'
import { print, printJson } from './print.js'
import { readLedger } from './read-ledger.js'

export const auditUsage = 'issueops audit verify [--repo DIR] [--ref REF] [--json]'

/** Where a clone has the ledger: its own branch, or the one it fetched. */
const usualRefs = ['refs/heads/issueops/ledger', 'refs/remotes/origin/issueops/ledger'] as const

/** `issueops audit verify`: walks the ledger of a local clone and reports whatever an append-only ledger could not hold. */
export function audit(args: readonly string[]): ExitCode {
  const [verb, ...rest] = args
  if (verb !== 'verify') throw new UsageError(`Usage: ${auditUsage}`)
  const options = { repo: { type: 'string' }, ref: { type: 'string' }, json: { type: 'boolean' } } as const
  const { values } = readArguments(rest, options, auditUsage)
  const repository = values.repo ?? '.'
  const refs = values.ref === undefined ? usualRefs : [values.ref]
  const commits = refs.map((ref) => readLedger(repository, ref)).find((found) => found !== null)
  if (commits === undefined || commits === null) {
    throw new UsageError(
      `${repository} has no ledger at ${refs.join(' or ')}. Fetch it with: git fetch origin issueops/ledger:issueops/ledger`,
    )
  }
  const verification = verifyLedger(commits)
  if (values.json === true)
    printJson({
      ok: verification.findings.length === 0,
      records: verification.records.length,
      findings: verification.findings,
    })
  else for (const line of verificationLines(verification)) print(line)
  return verification.findings.length === 0 ? 0 : 1
}

/** What a verification found, as a person reads it. */
export function verificationLines({ records, findings }: LedgerVerification): readonly string[] {
  if (findings.length === 0)
    return [
      `ledger verified: ${records.length} ${records.length === 1 ? 'record' : 'records'}, every one in its place`,
    ]
  return findings.map(
    ({ code, commit, path, what }) =>
      `${commit.slice(0, 12)}${path === null ? '' : ` ${path}`}\n  ${what} [${code}]`,
  )
}
