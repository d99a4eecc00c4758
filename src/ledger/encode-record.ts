import type { LedgerRecord } from '../model/record.js'

/** The text of a record as it stands in the ledger: JSON, two blanks of indentation, a final newline, so that a person can read its diff. */
export function encodeRecord(record: LedgerRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`
}
