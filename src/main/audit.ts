import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { blocks, bullets, code, markdown } from '../decide/markdown/markdown.js'
import { createReader } from '../github/reader.js'
import { type LedgerCommit, type LedgerFinding, verifyLedger } from '../ledger/verify-ledger.js'
import type { LedgerRecord } from '../model/record.js'
import { observeLedger } from '../observe/observe-ledger.js'
import { InputError } from '../runner/inputs.js'
import { type Call, start } from './start.js'

/** Findings listed in the outputs, whose room is 1 MB; all of them are counted. */
const findingsMax = 200

/** The entry of the action: verifies the ledger, and exports its records on demand. */
await start({
  inputs: ['token', 'mode', 'file'],
  outputs: ['state', 'reason-code', 'ok', 'head', 'records', 'report', 'file'],
  run,
})

async function run({ input, surroundings, octokit }: Call<'mode' | 'file'>) {
  const { mode } = input
  if (mode !== 'verify' && mode !== 'export')
    throw new InputError(`The input “mode” has to be verify or export; it is ${JSON.stringify(mode)}.`)
  const commits = await observeLedger(createReader(octokit, surroundings.repository))
  const { records, findings } = verifyLedger(commits ?? [])
  const path = input.file === '' ? join(surroundings.temp, 'issueops-ledger.jsonl') : input.file
  if (mode === 'export') writeFileSync(path, jsonLines(records))
  const head = commits?.at(-1)?.oid ?? ''
  const state = commits === null ? 'empty' : findings.length === 0 ? 'verified' : 'broken'
  const outputs = {
    state,
    'reason-code': findings[0]?.code ?? `audit/${state}`,
    ok: String(findings.length === 0),
    head,
    records: records.length,
    report: JSON.stringify({
      ok: findings.length === 0,
      head: head === '' ? null : head,
      records: records.length,
      findingCount: findings.length,
      findings: findings.slice(0, findingsMax),
    }),
    file: mode === 'export' ? path : '',
  }
  return {
    outputs,
    summary: summary(commits, records, findings),
    annotations: [],
    failure: failureOf(findings),
  }
}

/** One record a line, oldest first, each exactly as the ledger has it but for its blanks. */
function jsonLines(records: readonly LedgerRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('')
}

function failureOf(findings: readonly LedgerFinding[]): string | null {
  const [first] = findings
  if (first === undefined) return null
  const more = findings.length === 1 ? '' : ` (and ${findings.length - 1} more)`
  return `The ledger is not what was appended: ${first.what} [${first.code}, commit ${first.commit.slice(0, 12)}]${more}. Find out who wrote to the branch, and restore it.`
}

function summary(
  commits: readonly LedgerCommit[] | null,
  records: readonly LedgerRecord[],
  findings: readonly LedgerFinding[],
): string {
  const found = findings
    .slice(0, findingsMax)
    .map(
      ({ commit, path, what, code: reason }) =>
        markdown`${code(commit.slice(0, 12))} ${code(path ?? '')} ${what} ${code(reason)}`,
    )
  return blocks(
    markdown`### IssueOps ledger`,
    commits === null
      ? markdown`There is no ledger yet.`
      : markdown`${records.length} records, head ${code(commits.at(-1)?.oid ?? '')}: ${findings.length === 0 ? 'every one in its place' : 'not what was appended'}.`,
    found.length === 0 ? null : bullets(found),
  ).source
}
