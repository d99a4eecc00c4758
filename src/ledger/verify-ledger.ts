import type { LedgerRecord } from '../model/record.js'
import { finalDecisions, isAutomaticReason } from '../model/record.js'
import { decodeRecord } from './decode-record.js'

/** One commit of the ledger branch, as git has it. */
export interface LedgerCommit {
  readonly oid: string
  readonly parents: readonly string[]
  /** What it changed against its parent. */
  readonly changes: readonly LedgerChange[]
}

export interface LedgerChange {
  readonly status: 'added' | 'changed' | 'removed'
  readonly path: string
  /** The file's text after the commit; null when it was removed. */
  readonly text: string | null
}

/** Something that does not fit an append-only ledger. Codes are public API. */
export interface LedgerFinding {
  readonly code:
    | 'ledger/chain-broken'
    | 'ledger/not-appended'
    | 'ledger/not-a-record'
    | 'ledger/orphan-record'
    | 'ledger/gap'
    | 'ledger/after-the-end'
    | 'ledger/merge-without-approval'
    | 'ledger/approval-without-evidence'
    | 'ledger/self-approval'
    | 'ledger/tree-mismatch'
  readonly commit: string
  readonly path: string | null
  readonly what: string
}

export interface LedgerVerification {
  readonly records: readonly LedgerRecord[]
  readonly findings: readonly LedgerFinding[]
}

/**
 * Walks the ledger from its beginning and reports whatever an append-only ledger could not hold: commits that merge or branch off,
 * files changed or removed, records out of turn, merges without a recorded approval, approvals by the requester.
 * What it cannot see is a branch replaced as a whole; that takes a head kept elsewhere.
 * @param commits oldest first, as `git rev-list --reverse --first-parent` lists them.
 */
export function verifyLedger(commits: readonly LedgerCommit[]): LedgerVerification {
  const records: LedgerRecord[] = []
  const findings: LedgerFinding[] = []
  let previous: string | null = null
  for (const commit of commits) {
    findings.push(...chain(commit, previous))
    if (previous !== null) {
      const { record, found } = readCommit(commit)
      findings.push(...found)
      if (record !== null) {
        findings.push(...placed(commit, record, records), ...sound(commit, record, records))
        records.push(record)
      }
    } else findings.push(...beginning(commit))
    previous = commit.oid
  }
  return { records, findings }
}

function chain(commit: LedgerCommit, previous: string | null): readonly LedgerFinding[] {
  const expected = previous === null ? [] : [previous]
  const fits = commit.parents.length === expected.length && commit.parents[0] === expected[0]
  return fits
    ? []
    : [finding('ledger/chain-broken', commit, null, 'The commit does not follow the one before it.')]
}

function beginning(commit: LedgerCommit): readonly LedgerFinding[] {
  return commit.changes
    .filter(({ path }) => path !== 'README.md')
    .map(({ path }) =>
      finding(
        'ledger/not-appended',
        commit,
        path,
        'The first commit may hold nothing but the page that says what the ledger is.',
      ),
    )
}

function readCommit(commit: LedgerCommit): {
  readonly record: LedgerRecord | null
  readonly found: readonly LedgerFinding[]
} {
  const [change, ...others] = commit.changes
  if (change === undefined || others.length > 0 || change.status !== 'added' || change.text === null) {
    const touched = commit.changes.map(({ status, path }) => `${path} (${status})`).join(', ')
    const what = `A commit of the ledger adds exactly one file; this one touches ${touched === '' ? 'none' : touched}.`
    return { record: null, found: [finding('ledger/not-appended', commit, change?.path ?? null, what)] }
  }
  const record = decodeRecord(change.text)
  if (record === null) {
    return {
      record,
      found: [finding('ledger/not-a-record', commit, change.path, 'The file is not a record.')],
    }
  }
  return { record, found: misplaced(commit, change.path, record) }
}

function misplaced(
  commit: LedgerCommit,
  path: string,
  { predicate }: LedgerRecord,
): readonly LedgerFinding[] {
  const own = `issues/${predicate.issue}/${String(predicate.sequence).padStart(4, '0')}.json`
  if (path === own) return []
  return [finding('ledger/orphan-record', commit, path, `The record says that it stands at ${own}.`)]
}

/** Whether a record follows what was recorded before it. */
function placed(
  commit: LedgerCommit,
  record: LedgerRecord,
  earlier: readonly LedgerRecord[],
): readonly LedgerFinding[] {
  const { issue, sequence, previous } = record.predicate
  const path = `issues/${issue}`
  const own = earlier.filter(({ predicate }) => predicate.issue === issue)
  const found: LedgerFinding[] = []
  if (previous !== commit.parents[0]) {
    found.push(
      finding(
        'ledger/chain-broken',
        commit,
        path,
        `The record was made to follow ${previous}, but it follows another commit.`,
      ),
    )
  }
  if (sequence !== own.length + 1) {
    found.push(
      finding(
        'ledger/gap',
        commit,
        path,
        `The record is number ${sequence} of its issue, but it stands in place ${own.length + 1}.`,
      ),
    )
  }
  const end = own.find(({ predicate }) => finalDecisions.includes(predicate.decision))
  if (end !== undefined) {
    found.push(
      finding(
        'ledger/after-the-end',
        commit,
        path,
        `The request was finished before (${end.predicate.decision}).`,
      ),
    )
  }
  return found
}

/** Whether what a record says could rightly have happened. */
function sound(
  commit: LedgerCommit,
  record: LedgerRecord,
  earlier: readonly LedgerRecord[],
): readonly LedgerFinding[] {
  const { issue, decision, request, evidence, merge, plan } = record.predicate
  const path = `issues/${issue}`
  const found: LedgerFinding[] = []
  const requesters = [request.requester, ...request.editors].map(({ id }) => id)
  const own =
    decision === 'approval-given' || decision === 'approved' || decision === 'merged'
      ? evidence.filter(({ person, as }) => requesters.includes(person.id) && !as.some(isPermittedSelf))
      : []
  for (const { person } of own) {
    found.push(
      finding(
        'ledger/self-approval',
        commit,
        path,
        `${person.login} approved a request they filed or edited.`,
      ),
    )
  }
  if (decision === 'approved' && !hasGround(record)) {
    found.push(
      finding(
        'ledger/approval-without-evidence',
        commit,
        path,
        'The approval has neither the comment of a person nor an automatic rule behind it.',
      ),
    )
  }
  if (decision !== 'merged') return found
  const approval = earlier.findLast(({ predicate }) => predicate.issue === issue)
  if (approval?.predicate.decision !== 'approved' || approval.predicate.plan?.digest !== plan?.digest) {
    found.push(
      finding(
        'ledger/merge-without-approval',
        commit,
        path,
        'The merge follows no recorded approval of its plan.',
      ),
    )
  }
  if (merge?.exact !== true) {
    found.push(
      finding(
        'ledger/tree-mismatch',
        commit,
        path,
        `What was merged is not the plan: ${(merge?.findings ?? []).join(' ')}`,
      ),
    )
  }
  return found
}

/** What the toolkit records of somebody whom the approval rule lets approve their own request. */
function isPermittedSelf(principal: string): boolean {
  return principal === 'self:requester' || principal === 'self:editor'
}

/** Whether an approval rests on a person's `/approve`, or on nothing but a rule that asks for nobody. */
function hasGround({ predicate }: LedgerRecord): boolean {
  const { evidence, reason } = predicate
  if (evidence.length === 0) return isAutomaticReason(reason)
  return evidence.every(({ command }) => command === 'approve')
}

function finding(
  code: LedgerFinding['code'],
  commit: LedgerCommit,
  path: string | null,
  what: string,
): LedgerFinding {
  return { code, commit: commit.oid, path, what }
}
