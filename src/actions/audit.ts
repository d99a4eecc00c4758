import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { anyApp } from '../core/ledger/authorship.js'
import { findingJson, type LedgerFinding, type LedgerNote } from '../core/ledger/finding.js'
import {
  type LedgerCommit,
  type LedgerHome,
  type LedgerVerification,
  verifyLedger,
} from '../core/ledger/verify-ledger.js'
import { blocks, bullets, code, markdown } from '../core/text/markdown.js'
import { createReader, type Reader } from '../github/reader.js'
import type { Code } from '../model/problem-codes.js'
import type { LedgerRecord } from '../model/record.js'
import { observeLedger } from '../observe/observe-ledger.js'
import { lookedUp } from '../observe/verify-online.js'
import { InputError } from '../runner/inputs.js'
import { type Call, defineAction } from './start.js'

/** Findings listed in the outputs, whose room is 1 MB; all of them are counted. */
const findingsMax = 200

/** The entry of the action: verifies the ledger, and exports its records on demand. */
export const action = defineAction({
  inputs: ['token', 'mode', 'file'],
  outputs: ['state', 'reason-code', 'ok', 'head', 'records', 'report', 'file'],
  run,
})

async function run({ input, surroundings, octokit }: Call<'mode' | 'file'>) {
  const { mode } = input
  if (mode !== 'verify' && mode !== 'export')
    throw new InputError(`The input “mode” has to be verify or export; it is ${JSON.stringify(mode)}.`)
  const reader = createReader(octokit, surroundings.repository)
  const { commits, repository, host } = await observeLedger(reader)
  const { records, findings, notes } = await verified(reader, commits ?? [], {
    hands: { ...anyApp, host },
    repository,
  })
  const path = input.file === '' ? join(surroundings.temp, 'issueops-ledger.jsonl') : input.file
  if (mode === 'export') writeFileSync(path, jsonLines(records))
  const head = commits?.at(-1)?.oid ?? ''
  const state = commits === null ? 'empty' : findings.length === 0 ? 'verified' : 'broken'
  const reason: Code = findings[0]?.code ?? (commits === null ? 'audit/empty' : 'audit/verified')
  const outputs = {
    state,
    'reason-code': reason,
    ok: String(findings.length === 0),
    head,
    records: records.length,
    report: JSON.stringify({
      ok: findings.length === 0,
      head: head === '' ? null : head,
      records: records.length,
      findingCount: findings.length,
      findings: findings.slice(0, findingsMax).map(findingJson),
      notes: notes.slice(0, findingsMax),
    }),
    file: mode === 'export' ? path : '',
  }
  return {
    outputs,
    summary: summary(commits, { records, findings, notes }),
    annotations: [],
    failure: failureOf(findings),
  }
}

/** The commits were read with whose they are; what their records name is looked up beside that. */
async function verified(
  reader: Reader,
  commits: readonly LedgerCommit[],
  home: LedgerHome,
): Promise<LedgerVerification> {
  const verification = verifyLedger(commits, home)
  const { findings, notes } = await lookedUp(reader, verification, commits)
  return {
    ...verification,
    findings: [...verification.findings, ...findings],
    notes: [...verification.notes, ...notes],
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
  const about = `${first.what} [${first.code}, commit ${first.commit.slice(0, 12)}]${more}`
  return first.ofMerge === true
    ? `The ledger tells of a merge that somebody has to look at: ${about}`
    : `The ledger is not what was appended: ${about}. Find out who wrote to the branch, and restore it.`
}

function summary(
  commits: readonly LedgerCommit[] | null,
  { records, findings, notes }: LedgerVerification,
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
    notes.length === 0 ? null : bullets(notes.slice(0, findingsMax).map(noteText)),
  ).source
}

function noteText({ code: reason, what }: LedgerNote) {
  return markdown`Note: ${what} ${code(reason)}`
}
