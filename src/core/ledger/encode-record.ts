import type { LedgerRecord } from '../../model/record.js'
import { asRecord } from './record-form.js'

/**
 * The text of a record as it stands in the ledger: JSON in one fixed order, two blanks of indentation, a final newline, so that a person
 * can read its diff, and so that one record has one text.
 * @throws if it is no record: a text nobody can read back would stop the request for good.
 */
export function encodeRecord(record: LedgerRecord): string {
  const ordered = asRecord(record)
  if (ordered === null) throw new Error('what is to be recorded is no record')
  return `${JSON.stringify(ordered, null, 2)}\n`
}
