import type { Authorship } from '../../../src/core/ledger/authorship.js'
import { encodeRecord } from '../../../src/core/ledger/encode-record.js'
import { type LedgerCommit, verifyLedger } from '../../../src/core/ledger/verify-ledger.js'
import { planDigest } from '../../../src/core/plan/plan-digest.js'
import { requestDigest } from '../../../src/core/request/request-digest.js'
import { sha256 } from '../../../src/core/text/digest.js'
import { issueNumber, oid, pullNumber, userId } from '../../../src/model/ids.js'
import { type Evidence, type LedgerRecord, type Predicate, subjectsOf } from '../../../src/model/record.js'

export const commitId = (number: number) => oid(String(number).padStart(40, '0'))
export const alice = { id: userId(1), login: 'alice', kind: 'user' } as const
export const bob = { id: userId(2), login: 'bob', kind: 'user' } as const
export const carol = { id: userId(3), login: 'carol', kind: 'user' } as const

const values = { name: 'payments', approver: 'carol' }

export const request: Predicate['request'] = {
  type: 'namespace',
  title: 'Kubernetes namespace',
  typeBlob: commitId(91),
  formBlob: commitId(92),
  digest: requestDigest('namespace', values),
  values,
  filedAt: '2026-11-20T09:00:00Z',
  bodySha256: sha256('the body'),
  bodyLastEditedAt: null,
  requester: alice,
  editors: [],
}

export const file = {
  path: 'clusters/dev/a.yaml',
  change: 'create',
  mode: '100644',
  before: null,
  after: commitId(97),
  places: [{ at: [] }],
} as const

export const plan: NonNullable<Predicate['plan']> = {
  digest: planDigest({
    request: request.digest,
    type: request.typeBlob,
    form: request.formBlob,
    policy: null,
    templates: [],
    chapter: null,
    end: null,
    stage: null,
    emergency: null,
    target: { repository: null, branch: 'main' },
    files: [file],
  }),
  repository: 'acme/platform',
  branch: 'main',
  base: commitId(93),
  files: [file],
}

/** One person of the team has to approve, and not the requester. */
export const rule = {
  kind: 'people',
  from: ['team:platform', 'role:maintain'],
  count: 1,
  not: ['requester', 'editors'],
  validFor: null,
  requireDigest: 'none',
  files: null,
} as const

export function approval(more: Partial<Evidence> = {}): Evidence {
  const body = more.body === undefined ? '/approve' : more.body
  return {
    command: 'approve',
    comment: 9,
    person: bob,
    role: 'write',
    as: ['team:platform'],
    createdAt: '2026-11-20T09:40:00Z',
    body,
    bodySha256: sha256(body ?? ''),
    ...more,
  }
}

/** What was merged is the plan, and stands on its branch. */
export const merge: NonNullable<Predicate['merge']> = {
  commit: commitId(95),
  tree: commitId(96),
  exact: true,
  into: 'main',
  onTarget: true,
  at: '2026-11-20T09:59:00Z',
  findings: [],
}

/** A record as the toolkit would write it, with some fields otherwise. */
export function record(
  sequence: number,
  decision: Predicate['decision'],
  more: Partial<Predicate> = {},
): LedgerRecord {
  const approves = decision === 'approved' || decision === 'merged'
  const predicate: Predicate = {
    decision,
    sequence,
    chapter: 1,
    cause: { kind: 'asked' },
    previous: commitId(sequence - 1),
    repository: 'acme/platform',
    repositoryId: 7,
    issue: issueNumber(42),
    observedAt: '2026-11-20T10:00:00Z',
    request,
    plan,
    pull: {
      number: pullNumber(43),
      head: commitId(94),
      publication: { checkRun: 7, at: '2026-11-20T09:30:00Z' },
    },
    ...(approves ? { rules: [rule] } : {}),
    evidence: approves ? [approval()] : [],
    merge: decision === 'merged' ? merge : null,
    reason: null,
    ...more,
  }
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: subjectsOf(predicate),
    predicateType: 'urn:issueops:decision:v2',
    predicate,
  }
}

export const authorship: Authorship = {
  author: { name: 'acme-issueops[bot]', email: '77+acme-issueops[bot]@users.noreply.github.com' },
  committer: { name: 'GitHub', email: 'noreply@github.com' },
  signature: 'github',
}

/** A ledger of a beginning and some texts of records, in commits numbered from 0. */
export function ledgerOf(...texts: readonly string[]): LedgerCommit[] {
  const beginning: LedgerCommit = {
    oid: commitId(0),
    parents: [],
    authorship,
    changes: [{ status: 'added', path: 'README.md', kind: 'file', text: 'The ledger' }],
  }
  const appended = texts.map((text, index) => ({
    oid: commitId(index + 1),
    parents: [commitId(index)],
    authorship,
    changes: [
      {
        status: 'added' as const,
        path: `issues/00/42/${String(index + 1).padStart(4, '0')}.json`,
        kind: 'file' as const,
        text,
      },
    ],
  }))
  return [beginning, ...appended]
}

export function ledger(...records: readonly LedgerRecord[]): LedgerCommit[] {
  return ledgerOf(...records.map(encodeRecord))
}

export const sound = () => ledger(record(1, 'proposed'), record(2, 'approved'), record(3, 'merged'))

export function codes(commits: readonly LedgerCommit[]): readonly string[] {
  return verifyLedger(commits).findings.map((finding) => finding.code)
}
