import type { LedgerRecord, RecordedRequest } from '../../model/record.js'
import type { LedgerNote } from './finding.js'

/** Decisions whose record tells the rules as they stood at that moment; the others repeat an earlier record. */
const fresh = ['proposed', 'approval-given', 'approved']

/** Approval rules that came back after others had been in force: nobody may have meant to go back to them. */
export function returnedRules(records: readonly LedgerRecord[]): readonly LedgerNote[] {
  const seen = new Map<string, string[]>()
  return records.flatMap(({ predicate }): readonly LedgerNote[] => {
    const { request, decision, issue, sequence } = predicate
    if (!fresh.includes(decision)) return []
    const known = seen.get(request.type) ?? []
    seen.set(request.type, known)
    const now = rulesOf(request)
    if (known.at(-1) === now) return []
    const returned = known.includes(now)
    known.push(now)
    const what = `With record ${sequence} of issue ${issue}, the approval rules of ${request.type} are again those of ${now.slice(0, 12)}, after others had been in force.`
    return returned ? [{ code: 'ledger/rules-returned', what }] : []
  })
}

/** The file the approval rules stood in. */
function rulesOf({ policyBlob, typeBlob }: RecordedRequest): string {
  return policyBlob ?? typeBlob
}
