import { issueNumber } from '../../model/ids.js'
import {
  type Lock,
  type Locked,
  type LockPredicate,
  type LockRecord,
  type Locks,
  lockPredicateType,
} from '../../model/lock.js'
import { wrong } from '../decode/decoding.js'
import { map } from '../decode/keys.js'
import { has, mayHave, readJson, some } from '../decode/read-data.js'
import { anyText, either, orNull, type Shape, saying, to, whole, word } from '../decode/shape.js'
import { evidence, id, moment, numbered, object, person, repository, subjects } from './record-form.js'

/** Where the records of locks stand, and beside them the one file that every run reads. */
export const locksFolder = 'locks'
export const locksPath = 'locks.json'

/** Where a record of a lock stands, as in `locks/0001.json`. */
export function lockPath(sequence: number): string {
  return `${locksFolder}/${String(sequence).padStart(4, '0')}.json`
}

const locked: Shape<Locked> = either<Locked>(
  { where: saying('kind', 'all'), is: map({ kind: has(word(['all'])) }) },
  { where: saying('kind', 'type'), is: map({ kind: has(word(['type'])), type: has(anyText) }) },
  {
    where: () => true,
    is: map({ kind: has(word(['stage'])), type: has(anyText), stage: has(anyText) }),
  },
)

const issue = to(numbered, issueNumber)
const holdsEnds = mayHave(word(['hold']))

const lock: Shape<Lock> = map({
  number: has(id),
  of: has(locked),
  until: has(orNull(moment)),
  ends: holdsEnds,
  reason: has(anyText),
  by: has(person),
  issue: has(issue),
  comment: has(id),
  at: has(moment),
})

const locks: Shape<Locks> = map({
  records: has(whole(0)),
  locks: has(some(lock)),
  recent: has(some(map({ comment: has(id), at: has(moment) }))),
})

const head = {
  sequence: has(id),
  previous: has(object),
  repository: has(repository),
  repositoryId: has(id),
  issue: has(issue),
  observedAt: has(moment),
  of: has(locked),
} as const

const predicate: Shape<LockPredicate> = either<LockPredicate>(
  {
    where: saying('does', 'lock'),
    is: map({
      does: has(word(['lock'])),
      ...head,
      until: has(orNull(moment)),
      ends: holdsEnds,
      reason: has(anyText),
      evidence: has(evidence),
    }),
  },
  {
    where: () => true,
    is: map({
      does: has(word(['unlock'])),
      ...head,
      reason: has(orNull(anyText)),
      evidence: has(evidence),
    }),
  },
)

const record: Shape<LockRecord> = map({
  _type: has(word(['https://in-toto.io/Statement/v1'])),
  subject: has(subjects),
  predicateType: has(word<typeof lockPredicateType>([lockPredicateType])),
  predicate: has(predicate),
})

/** The text of the file that every run reads, the same for the same locks. */
export function encodeLocks(value: Locks): string {
  return written(locks, value)
}

/** Reads it back, or null where it is not to the last character what the toolkit writes. */
export function decodeLocks(text: string): Locks | null {
  return exactly(locks, text)
}

/** The text of a record of a lock. */
export function encodeLockRecord(value: LockRecord): string {
  return written(record, value)
}

/** Reads it back, or null where it is not to the last character what the toolkit writes. */
export function decodeLockRecord(text: string): LockRecord | null {
  return exactly(record, text)
}

function written<T>(shape: Shape<T>, value: T): string {
  const text = `${JSON.stringify(value)}\n`
  const ordered = readJson(shape, text)
  if (ordered === wrong) throw new Error('what is to be recorded is no lock')
  return `${JSON.stringify(ordered, null, 2)}\n`
}

function exactly<T>(shape: Shape<T>, text: string): T | null {
  const read = text.length > lengthMax ? wrong : readJson(shape, text)
  return read !== wrong && `${JSON.stringify(read, null, 2)}\n` === text ? read : null
}

/** Longest of these texts that is read, in characters; GitHub gives no longer text in a listing. */
const lengthMax = 512_000
