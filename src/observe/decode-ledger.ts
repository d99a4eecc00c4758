import type { Reader } from '../github/reader.js'
import { decodeRecord } from '../ledger/decode-record.js'
import type { IssueNumber } from '../model/ids.js'
import type { LedgerRecord } from '../model/record.js'
import type { ObservedLedger } from '../model/snapshot.js'
import { type Fields, fields, objectId, optionalFields } from './answer.js'
import { decodeFiles } from './decode-files.js'

/** The ledger's tip and the records of one issue; whatever is not the next record of this very issue is unreadable. */
export function decodeLedger(repository: Fields, reader: Reader, number: IssueNumber): ObservedLedger {
  const branch = optionalFields(repository.ledger, 'the ledger')
  const head =
    branch === null
      ? null
      : objectId(fields(branch.target, 'the tip of the ledger').oid, 'the tip of the ledger')
  return { head, ...decodeRecords(repository.records, reader, number) }
}

/** The records of one issue in the listing of its folder, oldest first, and the paths of what is none. */
export function decodeRecords(
  folder: unknown,
  reader: Reader,
  number: IssueNumber,
): Pick<ObservedLedger, 'records' | 'unreadable'> {
  const records: LedgerRecord[] = []
  const unreadable: string[] = []
  const files = decodeFiles(folder, 'the records').toSorted((a, b) => (a.path < b.path ? -1 : 1))
  for (const [index, file] of files.entries()) {
    const record = file.text === null ? null : decodeRecord(file.text)
    if (record === null || !isNext(record, reader, number, index + 1)) unreadable.push(file.path)
    else records.push(record)
  }
  return { records, unreadable }
}

/** Whether a record is the next of this very issue: one copied from elsewhere says nothing about it. */
function isNext({ predicate }: LedgerRecord, reader: Reader, number: IssueNumber, sequence: number): boolean {
  const here = `${reader.repository.owner}/${reader.repository.name}`.toLowerCase()
  return (
    predicate.sequence === sequence &&
    predicate.issue === number &&
    predicate.repository.toLowerCase() === here
  )
}
