import { issueNumber, oid, pullNumber } from '../../../src/model/ids.js'
import type { LedgerRecord, Predicate, RecordedFile, RecordedPlace } from '../../../src/model/record.js'
import { alice, commitId, merge, plan, record } from './forged.js'

/** A moment some seconds after the first. */
export function moment(seconds: number): string {
  return new Date(Date.parse('2026-11-20T10:00:00Z') + seconds * 1000).toISOString().replace('.000Z', 'Z')
}

/** A blob by a number. */
export const blob = (number: number) => oid(number.toString(16).padStart(40, '0'))

/** A file that stays, with some of its places changed; its blobs are made up where nobody asks for them. */
export function changed(
  path: string,
  places: readonly RecordedPlace[],
  more: Partial<RecordedFile> = {},
): RecordedFile {
  return { path, change: 'update', mode: '100644', before: blob(1), after: blob(2), places, ...more }
}

/** The end of a first chapter: these files are merged. */
export function asked(
  issue: number,
  second: number,
  files: readonly RecordedFile[],
  more: Partial<Predicate> = {},
): LedgerRecord {
  return record(3, 'merged', {
    issue: issueNumber(issue),
    observedAt: moment(second + 5),
    plan: { ...plan, files },
    pull: {
      number: pullNumber(issue + 1),
      head: commitId(94),
      publication: { checkRun: 7, at: moment(-60) },
    },
    merge: { ...merge, at: moment(second) },
    ...more,
  })
}

/** The end of a second chapter: the request is taken back. */
export function takenBack(issue: number, second: number, more: Partial<Predicate> = {}): LedgerRecord {
  return asked(issue, second, [], {
    sequence: 7,
    chapter: 2,
    cause: { kind: 'taken-back', comment: 1000 + issue, by: alice, reason: null },
    ...more,
  })
}
