import { isBefore, secondsBetween } from '../../model/instant.js'
import { type LockRecord, type Locks, lockedText, lockSubjects } from '../../model/lock.js'
import { releasesAll } from '../approval/authority.js'
import { sha256 } from '../text/digest.js'
import { sameHome } from './check-order.js'
import { clockTolerance } from './check-record.js'
import { collector, type Fault, fault } from './finding.js'
import { decodeLockRecord, decodeLocks, encodeLocks, lockPath, locksFolder, locksPath } from './lock-form.js'
import { inForceAt, isCarriedOut, isLifted, locksAfter } from './locks.js'

/** Of a commit of the ledger, what tells whether it is about locks. */
interface ChangingCommit {
  readonly parents: readonly string[]
  readonly changes: readonly {
    readonly status: 'added' | 'changed' | 'removed'
    readonly path: string
    readonly kind: 'file' | 'odd'
    readonly text: string | null
  }[]
}

/** The repository a ledger belongs to; null where it is not known yet. */
type Home = { readonly repository: string; readonly repositoryId?: number } | null

/** What is known of the locks of a ledger up to a commit. */
export interface LocksSeen {
  readonly locks: Locks
  readonly last: LockRecord | null
}

/** What a commit about locks holds, and what is wrong with it. */
export interface CheckedLocks extends LocksSeen {
  readonly path: string
  readonly faults: readonly Fault[]
}

/** Whether a commit touches anything of the locks. */
export function touchesLocks({ changes }: Pick<ChangingCommit, 'changes'>): boolean {
  return changes.some(({ path }) => path === locksPath || path.startsWith(`${locksFolder}/`))
}

/**
 * A commit about locks adds the next record and, beside it, what follows from all of them: nobody lifts a lock by writing only the file that runs read.
 */
export function checkLocks(commit: ChangingCommit, seen: LocksSeen, home: Home): CheckedLocks {
  const path = lockPath(seen.locks.records + 1)
  const added = commit.changes.find((each) => each.path === path && each.status === 'added')
  const beside = commit.changes.find((each) => each.path === locksPath && each.status !== 'removed')
  const record = added?.kind === 'file' && added.text !== null ? decodeLockRecord(added.text) : null
  if (commit.changes.length !== 2 || record === null || beside === undefined) {
    const touched = commit.changes.map(({ status, path: each }) => `${each} (${status})`).join(', ')
    const what = `A commit about locks adds ${path} as the toolkit writes it, and writes ${locksPath} beside it; this one touches ${touched}.`
    return { ...believed(seen, commit), path, faults: [fault('ledger/locks-changed', what)] }
  }
  const locks = locksAfter(seen.locks, record)
  const faults = [
    ...orderOf(record, commit, seen, home),
    ...evidenceOf(record, seen.locks),
    ...(beside.kind === 'file' && beside.text === encodeLocks(locks)
      ? []
      : [fault('ledger/locks-changed', `${locksPath} does not say what follows from the records of locks.`)]),
  ]
  return { locks, last: record, path, faults }
}

/** What the next commits are held against: once the file was changed by hand, one finding tells that, and not one for each record since. */
function believed(seen: LocksSeen, { changes }: ChangingCommit): LocksSeen {
  const text = changes.find(({ path }) => path === locksPath)?.text ?? null
  return { ...seen, locks: (text === null ? null : decodeLocks(text)) ?? seen.locks }
}

function orderOf(
  { predicate }: LockRecord,
  { parents }: ChangingCommit,
  { locks, last }: LocksSeen,
  home: Home,
): readonly Fault[] {
  const { sequence, previous, observedAt } = predicate
  const { found, tell } = collector()
  if (sequence !== locks.records + 1)
    tell(
      'ledger/gap',
      `The record is number ${sequence} of the locks, but it stands in place ${locks.records + 1}.`,
    )
  if (previous !== parents[0])
    tell('ledger/chain-broken', `The record was made to follow ${previous}, but it follows another commit.`)
  const other = home ?? last?.predicate ?? null
  if (other !== null && !sameHome(predicate, other))
    tell(
      'ledger/another-repository',
      `The record is of ${predicate.repository}, the ledger of ${other.repository}.`,
    )
  if (last !== null && secondsBetween(observedAt, last.predicate.observedAt) > clockTolerance)
    tell('ledger/time-impossible', 'The record is older than the one before it.')
  return found
}

function evidenceOf({ subject, predicate }: LockRecord, before: Locks): readonly Fault[] {
  const { evidence, observedAt, of, does } = predicate
  const { person, role, comment, createdAt, body, bodySha256, command } = evidence
  const { found, tell } = collector()
  const unsound = (what: string) => tell('ledger/evidence-unsound', `Comment ${comment}: ${what}`)
  if (JSON.stringify(subject) !== JSON.stringify(lockSubjects(predicate)))
    tell('ledger/digest-mismatch', 'The subject of the record is not what the record is about.')
  if (command !== does || (body !== null && !new RegExp(`/${does}\\b`, 'i').test(body)))
    unsound(`the recorded text holds no /${does}.`)
  if (person.kind !== 'user' || !releasesAll(role))
    unsound(`${person.login} is not recorded as a maintainer.`)
  if (body !== null && sha256(body) !== bodySha256)
    unsound('the recorded digest is not that of the recorded text.')
  if (secondsBetween(observedAt, createdAt) > clockTolerance) unsound('it is younger than its record.')
  if (isCarriedOut(before, comment)) unsound('it was carried out before.')
  if (predicate.does === 'lock' && predicate.reason.trim() === '') unsound('it gives no reason.')
  if (predicate.does === 'lock' && predicate.until !== null && !isBefore(observedAt, predicate.until))
    unsound('it had ended before it was recorded.')
  if (does === 'unlock' && !inForceAt(before, observedAt).some((each) => isLifted(each, predicate)))
    unsound(`nothing held ${lockedText(of)} that could have been unlocked.`)
  return found
}
