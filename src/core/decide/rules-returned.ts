import type { Problem } from '../../model/problem.js'
import type { LedgerRecord } from '../../model/record.js'
import type { RequestType } from '../../model/request-type.js'
import type { FirstLook } from '../../model/snapshot.js'
import { rulesFile } from '../approval/applicable-rules.js'

/**
 * Whether the approval rules of a request are those it had before, after others had been in force. What was approved under the others is
 * void all the same; but whoever brings back weaker rules should be seen to.
 */
export function rulesReturned({ ledger }: FirstLook, type: RequestType): boolean {
  const now = type.policy?.blob ?? type.blob
  const known = ledger.records.map(rulesOf)
  const before = known.lastIndexOf(now ?? '')
  if (before === -1) return false
  return before < known.length - 1 || ledger.records.at(-1)?.predicate.request.rulesReturned === true
}

/** What approvers are told of it. */
export function returnedRulesWarning(type: RequestType): Problem {
  const file = rulesFile(type)
  return {
    code: 'approval/rules-returned',
    file,
    what: `The approval rules in ${file} are an earlier version that has come back: this request has met others since.`,
    fix: `Look in the history of ${file} whether that was meant.`,
  }
}

/** The file the approval rules of a record stood in. */
function rulesOf({ predicate: { request } }: LedgerRecord): string {
  return request.policyBlob ?? request.typeBlob
}
