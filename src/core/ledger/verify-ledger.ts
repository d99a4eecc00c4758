import type { KnownPerson } from '../../model/authority.js'
import { type Instant, latest } from '../../model/instant.js'
import { type LedgerRecord, recordVersion } from '../../model/record.js'
import { type Authorship, anyApp, foreignHand, type Hands } from './authorship.js'
import { checkLocks, type LocksSeen, touchesLocks } from './check-locks.js'
import { mergeFaults, orderFaults, sameHome } from './check-order.js'
import { recordFaults } from './check-record.js'
import { reviewNews } from './check-review.js'
import { isNewerRecord, readRecord } from './decode-record.js'
import { encodeRecord } from './encode-record.js'
import { collector, type Fault, fault, type LedgerFinding, type LedgerNote } from './finding.js'
import { noLocks } from './locks.js'
import { decodePeople, keepsPeople, peoplePath } from './people.js'
import { recordPath } from './record-path.js'
import { returnedRules } from './returned-rules.js'

/** One commit of the ledger branch, as git has it. */
export interface LedgerCommit {
  readonly oid: string
  readonly parents: readonly string[]
  /** Null where it was not looked at. */
  readonly authorship: Authorship | null
  /** What it changed against its parent. */
  readonly changes: readonly LedgerChange[]
}

export interface LedgerChange {
  readonly status: 'added' | 'changed' | 'removed'
  readonly path: string
  /** `odd`: a symbolic link, a submodule, an executable, or what is no text. */
  readonly kind: 'file' | 'odd'
  /** The file's text after the commit; null when it was removed, and where it has none. */
  readonly text: string | null
}

/** What is known of a ledger beside its commits. */
export interface LedgerHome {
  readonly hands: Hands
  /** The repository it belongs to; null where that is not known, and then all records only have to agree. */
  readonly repository: { readonly repository: string; readonly repositoryId?: number } | null
  /** The moment to which it is judged; left out, that of the newest record. */
  readonly now?: Instant
}

export interface LedgerVerification {
  readonly records: readonly LedgerRecord[]
  readonly findings: readonly LedgerFinding[]
  readonly notes: readonly LedgerNote[]
}

const anywhere: LedgerHome = { hands: { host: 'github.com', ...anyApp }, repository: null }

/**
 * Walks the ledger from its beginning and reports whatever is not what the toolkit appends: commits that merge or branch off or are
 * somebody else's, files changed or removed, records written otherwise, out of turn or of another repository, whose digests, evidence
 * and rules do not agree; and what the toolkit itself tells of merges. What it cannot see is a branch replaced as a whole; that takes a
 * head kept elsewhere.
 * @param commits oldest first, as `git rev-list --reverse --first-parent` lists them.
 */
export function verifyLedger(
  commits: readonly LedgerCommit[],
  home: LedgerHome = anywhere,
): LedgerVerification {
  const records: LedgerRecord[] = []
  const ofIssues = new Map<number, LedgerRecord[]>()
  const findings: LedgerFinding[] = []
  let people: readonly KnownPerson[] = []
  let seen: LocksSeen = { locks: noLocks, last: null }
  for (const [index, commit] of commits.entries()) {
    const before = commits[index - 1]?.oid ?? null
    if (before !== null && touchesLocks(commit)) {
      const { path, faults, ...now } = checkLocks(
        commit,
        seen,
        home.repository ?? records[0]?.predicate ?? null,
      )
      seen = now
      const found = [...chain(commit, before), ...hand(commit, home), ...faults]
      findings.push(...found.map((each) => ({ ...each, commit: commit.oid, path })))
      continue
    }
    const met = before === null ? { people, faults: [] } : meetPeople(commit, people)
    people = met.people
    const { path, record, faults } = before === null ? beginning(commit) : readCommit(withoutPeople(commit))
    const found = [...chain(commit, before), ...hand(commit, home), ...met.faults, ...faults]
    if (record !== null) {
      const earlier = ofIssues.get(record.predicate.issue) ?? []
      ofIssues.set(record.predicate.issue, earlier)
      const [first = record] = records
      found.push(...recordFound(record, commit, earlier, home.repository ?? first.predicate))
      earlier.push(record)
      records.push(record)
    }
    findings.push(...found.map((each) => ({ ...each, commit: commit.oid, path })))
  }
  findings.push(...unreviewed(commits, ofIssues, home.now ?? newestOf(records)))
  return { records, findings, notes: [...unchecked(commits), ...returnedRules(records)] }
}

/** What emergencies still owe, told at the record of their merge: whether they were reviewed is known once all records of their issue are. */
function unreviewed(
  commits: readonly LedgerCommit[],
  ofIssues: ReadonlyMap<number, readonly LedgerRecord[]>,
  now: Instant,
): readonly LedgerFinding[] {
  const following = new Map(commits.map(({ oid, parents }) => [parents[0], oid]))
  return [...ofIssues.values()].flatMap((own) =>
    own.flatMap((record) => {
      const { issue, sequence, previous } = record.predicate
      const commit = following.get(previous) ?? previous
      return reviewNews(record, own, now).map((each) => ({
        ...each,
        commit,
        path: recordPath(issue, sequence),
      }))
    }),
  )
}

function newestOf(records: readonly LedgerRecord[]): Instant {
  const [first, ...more] = records.map(({ predicate }) => predicate.observedAt)
  return first === undefined ? '1970-01-01T00:00:00Z' : latest(first, ...more)
}

interface ReadCommit {
  readonly path: string | null
  readonly record: LedgerRecord | null
  readonly faults: readonly Fault[]
}

function chain(commit: LedgerCommit, before: string | null): readonly Fault[] {
  const expected = before === null ? [] : [before]
  const fits = commit.parents.length === expected.length && commit.parents[0] === expected[0]
  return fits ? [] : [fault('ledger/chain-broken', 'The commit does not follow the one before it.')]
}

function hand({ authorship }: LedgerCommit, { hands }: LedgerHome): readonly Fault[] {
  const why = authorship === null ? null : foreignHand(authorship, hands)
  return why === null ? [] : [fault('ledger/foreign-commit', why)]
}

function beginning({ changes }: LedgerCommit): ReadCommit {
  const other = changes.find(({ path, kind }) => path !== 'README.md' || kind === 'odd')
  const what = 'The first commit may hold nothing but the page that says what the ledger is.'
  const faults = other === undefined ? [] : [fault('ledger/not-appended', what)]
  return { path: other?.path ?? null, record: null, faults }
}

/** Beside its record a commit may say whom the toolkit met by login; whoever was known stays known as the same account. */
function meetPeople({ changes }: LedgerCommit, before: readonly KnownPerson[]) {
  const change = changes.find(({ path }) => path === peoplePath)
  if (change === undefined) return { people: before, faults: [] }
  const people = change.kind === 'odd' || change.text === null ? null : decodePeople(change.text)
  if (people !== null && keepsPeople(before, people)) return { people, faults: [] }
  const what = `${peoplePath} is not written as the toolkit writes it, or somebody who was known by login is known no more, or as another account.`
  return { people: people ?? before, faults: [fault('ledger/people-changed', what)] }
}

function withoutPeople(commit: LedgerCommit): LedgerCommit {
  return { ...commit, changes: commit.changes.filter(({ path }) => path !== peoplePath) }
}

function readCommit({ changes }: LedgerCommit): ReadCommit {
  const [change, ...others] = changes
  if (change === undefined || others.length > 0 || change.status !== 'added') {
    const touched = changes.map(({ status, path }) => `${path} (${status})`).join(', ')
    const what = `A commit of the ledger adds exactly one file; this one touches ${touched === '' ? 'none' : touched}.`
    return { path: change?.path ?? null, record: null, faults: [fault('ledger/not-appended', what)] }
  }
  const { path, kind, text } = change
  if (kind === 'odd' || text === null)
    return { path, record: null, faults: [fault('ledger/odd-entry', 'What was added is no text file.')] }
  const record = readRecord(text)
  if (record === null) return { path, record, faults: [unknown(text)] }
  const exact = encodeRecord(record) === text
  const what = 'The record is not written as the toolkit writes it: its fields, blanks or numbers differ.'
  return {
    path,
    record,
    faults: [...(exact ? [] : [fault('ledger/not-exact', what)]), ...misplaced(path, record)],
  }
}

function unknown(text: string): Fault {
  return isNewerRecord(text)
    ? fault(
        'ledger/newer-version',
        `The record is of a later version than ${recordVersion}, the last one that is known here.`,
      )
    : fault('ledger/not-a-record', 'The file is not a record.')
}

function misplaced(path: string, { predicate }: LedgerRecord): readonly Fault[] {
  const own = recordPath(predicate.issue, predicate.sequence)
  return path === own ? [] : [fault('ledger/orphan-record', `The record says that it stands at ${own}.`)]
}

function recordFound(
  record: LedgerRecord,
  commit: LedgerCommit,
  earlier: readonly LedgerRecord[],
  home: NonNullable<LedgerHome['repository']>,
): readonly Fault[] {
  const { predicate } = record
  const { found, tell } = collector()
  if (predicate.previous !== commit.parents[0])
    tell(
      'ledger/chain-broken',
      `The record was made to follow ${predicate.previous}, but it follows another commit.`,
    )
  if (!sameHome(predicate, home))
    tell(
      'ledger/another-repository',
      `The record is of ${predicate.repository}, the ledger of ${home.repository}.`,
    )
  return [...found, ...orderFaults(record, earlier), ...recordFaults(record), ...mergeFaults(record, earlier)]
}

/** That signatures were not looked at is told, so that nobody takes silence for a yes. */
function unchecked(commits: readonly LedgerCommit[]): readonly LedgerNote[] {
  const open = commits.filter(({ authorship }) => authorship === null || authorship.signature === 'unchecked')
  if (open.length === 0) return []
  const what = `The signatures of ${open.length} of ${commits.length} commits were not checked: whoever may push can write the toolkit's name into a commit, and only GitHub can tell. Verify with --online, or let the audit action do it.`
  return [{ code: 'ledger/signature-unchecked', what }]
}
