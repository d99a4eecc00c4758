import { type LedgerRecord, recordPredicateType } from '../model/record.js'

const decisions = ['proposed', 'approved', 'merged', 'applied', 'rejected', 'withdrawn']

/** Reads a record back, or null if the text is not one. Whoever reads records must not decide anything while one of them is unreadable. */
export function decodeRecord(text: string): LedgerRecord | null {
  const value = parse(text)
  if (!isObject(value) || value._type !== 'https://in-toto.io/Statement/v1') return null
  if (value.predicateType !== recordPredicateType || !Array.isArray(value.subject)) return null
  return isPredicate(value.predicate) ? (value as unknown as LedgerRecord) : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isPredicate(value: unknown): boolean {
  if (!isObject(value) || !isObject(value.request) || !Array.isArray(value.evidence)) return false
  const { decision, sequence, previous, issue, observedAt, plan, pull, merge, request } = value
  return (
    typeof decision === 'string' &&
    decisions.includes(decision) &&
    Number.isSafeInteger(sequence) &&
    Number.isSafeInteger(issue) &&
    typeof previous === 'string' &&
    typeof observedAt === 'string' &&
    typeof request.type === 'string' &&
    typeof request.digest === 'string' &&
    isObject(request.requester) &&
    (plan === null || (isObject(plan) && Array.isArray(plan.files) && typeof plan.digest === 'string')) &&
    (pull === null || (isObject(pull) && isObject(pull.publication) && typeof pull.head === 'string')) &&
    (merge === null || (isObject(merge) && Array.isArray(merge.findings)))
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
