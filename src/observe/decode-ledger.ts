import { orderFaults, sameHome } from '../core/ledger/check-order.js'
import { recordFaults } from '../core/ledger/check-record.js'
import { decodeRecord, isNewerRecord } from '../core/ledger/decode-record.js'
import { ledgerBranch } from '../core/ledger/ledger-branch.js'
import { decodeLocks, locksPath } from '../core/ledger/lock-form.js'
import { decodePeople, peoplePath } from '../core/ledger/people.js'
import { recordFolder, recordPath } from '../core/ledger/record-path.js'
import type { KnownPerson } from '../model/authority.js'
import type { IssueNumber } from '../model/ids.js'
import type { Locks } from '../model/lock.js'
import type { LedgerRecord } from '../model/record.js'
import type { ObservedLedger, ObservedRepository } from '../model/snapshot.js'
import { type Fields, fields, nodes, objectId, optionalFields, text } from './answer.js'

/** What {@link decodeRecords} reads of the folder of an issue. A folder that is none has a type of its own. */
export const recordsSelection = `{ __typename ... on Tree { entries {
  path mode object { ... on Blob { text isBinary isTruncated } }
} } }`

/** The repository whose ledger it is. */
export type Home = Pick<ObservedRepository, 'owner' | 'name'> & { readonly id?: number }

/** The ledger's tip and the records of one issue; whatever is not the next record of this very issue is unreadable. */
export function decodeLedger(repository: Fields, home: Home, number: IssueNumber): ObservedLedger {
  const branch = optionalFields(repository.ledger, 'the ledger')
  const head =
    branch === null
      ? null
      : objectId(fields(branch.target, 'the tip of the ledger').oid, 'the tip of the ledger')
  const blocking = head === null ? branchInTheWay(repository) : null
  const found = decodeRecords(repository.records, home, number)
  const people = knownPeople(optionalFields(repository.people, 'whom the ledger knows'))
  const locks = knownLocks(optionalFields(repository.locks, 'what is locked'))
  const unreadable = [
    ...(people === null ? [`${peoplePath} (not as the toolkit writes it)`] : []),
    ...(locks === null ? [`${locksPath} (not as the toolkit writes it)`] : []),
  ]
  return {
    head,
    ...byChapter(found.records),
    unreadable: [...found.unreadable, ...unreadable],
    people: people ?? [],
    ...(locks == null ? {} : { locks }),
    ...(found.newer === null ? {} : { newer: found.newer }),
    ...(blocking === null ? {} : { blockedBy: blocking }),
  }
}

/** The records of the last chapter, and those before it. */
export function byChapter(records: readonly LedgerRecord[]): Pick<ObservedLedger, 'records' | 'earlier'> {
  const chapter = records.at(-1)?.predicate.chapter
  const first = records.findIndex(({ predicate }) => predicate.chapter === chapter)
  return { earlier: records.slice(0, Math.max(0, first)), records: records.slice(Math.max(0, first)) }
}

/** What is read of a file beside the records, as of that which says whose the logins are. */
export const besideSelection =
  '{ ... on Blob { text isBinary isTruncated } ... on Tree { entries { name } } }'

/** Everybody the ledger knows by login, null where the file is none that the toolkit wrote. */
function knownPeople(file: Fields | null): readonly KnownPerson[] | null {
  if (file === null) return []
  const content = wholeText(file)
  return content === null ? null : decodePeople(content)
}

/** What is locked; undefined where nothing ever was, null where the file is none that the toolkit wrote. */
function knownLocks(file: Fields | null): Locks | null | undefined {
  if (file === null) return undefined
  const content = wholeText(file)
  return content === null ? null : decodeLocks(content)
}

function wholeText({ isTruncated, isBinary, text: content }: Fields): string | null {
  return isTruncated === false && isBinary === false && typeof content === 'string' ? content : null
}

/** Git keeps a branch as a file and the part of a name before a slash as a folder, so one of them keeps the other from being made. */
function branchInTheWay(repository: Fields): string | null {
  const above = optionalFields(repository.ledgerAbove, 'a branch beside the ledger')
  if (above !== null) return text(above.name, 'the name of a branch')
  const [below] = nodes(repository.ledgerBelow, 'the branches below the ledger')
  return below === undefined ? null : `${ledgerBranch}/${text(below.name, 'the name of a branch')}`
}

/** The records of one issue in the listing of its folder. */
export function decodeRecords(folder: unknown, home: Home, number: IssueNumber): FoundRecords {
  const there = optionalFields(folder, 'the records')
  if (there === null) return { records: [], unreadable: [], newer: null }
  if (!Array.isArray(there.entries))
    return { records: [], unreadable: [`${recordFolder(number)} (no folder)`], newer: null }
  const entries = there.entries.map((entry: unknown) => decodeEntry(fields(entry, 'the records')))
  return recordsIn(entries, home, number)
}

/** Whatever stands in the folder of an issue; `content` is null for what is no regular file of text. */
export interface RecordFile {
  readonly path: string
  readonly content: string | null
}

interface FoundRecords {
  readonly records: readonly LedgerRecord[]
  readonly unreadable: readonly string[]
  readonly newer: string | null
}

/**
 * The records among the files of an issue's folder, oldest first, and the paths of what is none, with the reason; and of that the first that a
 * newer version of the toolkit wrote.
 */
export function recordsIn(files: readonly RecordFile[], home: Home, number: IssueNumber): FoundRecords {
  const inOrder = files.toSorted((a, b) => a.path.length - b.path.length || (a.path < b.path ? -1 : 1))
  const records: LedgerRecord[] = []
  const unreadable: string[] = []
  for (const [index, { path, content }] of inOrder.entries()) {
    const record = content === null ? null : decodeRecord(content)
    const why = record === null ? 'no record' : whyNotNext(record, records, home, number)
    const misplaced = path !== recordPath(number, index + 1)
    if (record === null || why !== null || misplaced)
      unreadable.push(`${path} (${why ?? 'not in its place'})`)
    else records.push(record)
  }
  const newer = inOrder.find(({ content }) => content !== null && isNewerRecord(content))
  return { records, unreadable, newer: newer?.path ?? null }
}

/** Git's mode of a file, 0o100644: a record is neither executable nor a symbolic link, a folder or a submodule. */
const fileMode = 0o100644

function decodeEntry(entry: Fields): RecordFile {
  const path = text(entry.path, 'the records: path')
  const blob = entry.mode === fileMode ? optionalFields(entry.object, 'a record') : null
  const whole = blob?.isTruncated === false && blob.isBinary === false
  return { path, content: whole && typeof blob.text === 'string' ? blob.text : null }
}

/** Why a record is not the next of this very issue, or not one the toolkit writes; one copied from elsewhere says nothing about it. */
function whyNotNext(
  record: LedgerRecord,
  earlier: readonly LedgerRecord[],
  { owner, name, id }: Home,
  number: IssueNumber,
): string | null {
  const { predicate } = record
  if (!sameHome(predicate, { repository: `${owner}/${name}`, repositoryId: id }))
    return 'of another repository'
  if (predicate.issue !== number) return `of issue ${predicate.issue}`
  const [fault] = [...orderFaults(record, earlier), ...recordFaults(record)]
  return fault === undefined ? null : `${fault.what} [${fault.code}]`
}
