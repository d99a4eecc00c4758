import { encodeRecord } from '../core/ledger/encode-record.js'
import { ledgerBranch } from '../core/ledger/ledger-branch.js'
import { ledgerReadme } from '../core/ledger/ledger-readme.js'
import { encodeLockRecord, encodeLocks, locksPath } from '../core/ledger/lock-form.js'
import { encodePeople, peoplePath } from '../core/ledger/people.js'
import { GitHubError } from '../github/errors.js'
import type { Writer } from '../github/writer.js'
import type { Effect } from '../model/effect.js'
import { type Oid, oid } from '../model/ids.js'
import { lockedText } from '../model/lock.js'
import type { ObservedLedger } from '../model/snapshot.js'
import type { Written } from './written.js'

/** Begins the ledger: a branch without ancestors that holds only a page saying what it is. */
export async function ensureLedger(writer: Writer): Promise<Written> {
  const tree = await writer.createTree(null, [{ path: 'README.md', mode: '100644', text: ledgerReadme }])
  const commit = await writer.createCommit('Begin the ledger', tree, [])
  await orMoved(writer.createBranch(ledgerBranch, commit))
  return { did: 'created', fact: { kind: 'ledger', head: oid(commit), record: null } }
}

type AppendRecord = Extract<Effect, { kind: 'append-record' }>

/**
 * Looks at the ledger once more, after a moment that is left to chance and grows with each attempt; null where there is no ledger any more.
 */
export type LookAtLedger = (attempt: number) => Promise<ObservedLedger | null>

/** Appends that are tried at most; where others are faster each time, the run starts over. */
const appendsMax = 5

/**
 * Appends one record, with whoever is new beside it. Where records of other issues came in between, it follows these instead: nothing that was
 * decided rests on them. Where the issue's own records or the people known by login are others than were seen, everything is looked at anew.
 * @throws GitHubError `moved` when that is so.
 */
export async function appendRecord(
  writer: Writer,
  decided: AppendRecord,
  seen: ObservedLedger,
  look: LookAtLedger | null,
): Promise<Written> {
  let effect = decided
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await append(writer, effect)
    } catch (error) {
      const lost = error instanceof GitHubError && error.failure === 'moved'
      if (!lost || look === null || attempt === appendsMax) throw error
      const now = await look(attempt)
      if (now?.head == null || !isAsSeen(now, seen)) throw error
      effect = following(now.head, effect)
    }
  }
}

/** Whether a decision on what was seen of the ledger stands on what is there now, whatever was appended of other issues. */
function isAsSeen(now: ObservedLedger, seen: ObservedLedger): boolean {
  return JSON.stringify(whatCounts(now)) === JSON.stringify(whatCounts(seen))
}

function whatCounts({ earlier, records, unreadable, people }: ObservedLedger) {
  return {
    records: [...earlier, ...records].map(encodeRecord),
    unreadable,
    people: encodePeople(people),
  }
}

function following(head: Oid, { record, ...effect }: AppendRecord): AppendRecord {
  return { ...effect, record: { ...record, predicate: { ...record.predicate, previous: head } } }
}

/** The branch is compared and moved in one step: where somebody else has appended meanwhile, nothing is. */
async function append(writer: Writer, { path, record, people }: AppendRecord): Promise<Written> {
  const { decision, issue, previous } = record.predicate
  const files = [
    { path, text: encodeRecord(record) },
    ...(people === undefined ? [] : [{ path: peoplePath, text: encodePeople(people) }]),
  ]
  const headline = `Record: issue ${issue} ${decision}`
  const commit = await writer.addFiles(ledgerBranch, previous, files, headline)
  const learned = people === undefined ? {} : { people }
  return { did: 'created', fact: { kind: 'ledger', head: oid(commit), record, ...learned } }
}

/**
 * Appends one record of a lock, and beside it what follows from all of them. Where anything else was appended meanwhile, nothing is written, and
 * everything is looked at anew: it may have been another lock.
 * @throws GitHubError `moved` when that is so.
 */
export async function appendLock(
  writer: Writer,
  { path, record, locks }: Extract<Effect, { kind: 'append-lock' }>,
): Promise<Written> {
  const { does, of, previous } = record.predicate
  const files = [
    { path, text: encodeLockRecord(record) },
    { path: locksPath, text: encodeLocks(locks) },
  ]
  const commit = await writer.addFiles(ledgerBranch, previous, files, `Record: ${does} ${lockedText(of)}`)
  return { did: 'created', fact: { kind: 'locks', head: oid(commit), locks } }
}

/** GitHub answers 422 when a branch exists already: another run was faster, so this one looks again. */
async function orMoved(creation: Promise<void>): Promise<void> {
  try {
    await creation
  } catch (error) {
    if (!(error instanceof GitHubError) || error.failure !== 'refused') throw error
    throw new GitHubError({ ...error, detail: error.detail, failure: 'moved', cause: error })
  }
}
