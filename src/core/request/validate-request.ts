import type { Form } from '../../model/form.js'
import type { Json } from '../../model/json.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { Request } from '../../model/request.js'
import type { RequestType } from '../../model/request-type.js'
import type { Submission, SubmittedField } from '../../model/submission.js'
import { coerceValue, type ListEntry } from '../request-type/coerce-value.js'
import { type CompiledField, compileFields } from './compile-fields.js'
import { missingProblem, tooManyProblem, violationProblem } from './field-problem.js'
import type { Violation } from './field-validator.js'
import { findSecret } from './find-secret.js'
import { requestDigest } from './request-digest.js'
import { ruleProblems } from './rule-problems.js'

/**
 * A submission's typed values, if they are all its form and request type demand; else everything the requester has to mend,
 * at once. A text that looks like a secret stops everything else, because other messages would quote values.
 * @param submission read against the same form.
 * @throws if the request type has problems that `checkRequestType` names.
 */
export function validateRequest(
  type: RequestType,
  form: Form,
  submission: Submission,
  requester: { readonly login: string },
): Result<Request> {
  const [secret, ...secrets] = submission.fields.flatMap(secretProblems)
  if (secret !== undefined) return fail(secret, ...secrets)
  const compiled = compileFields(type, form)
  const submitted = new Map(submission.fields.map((field) => [field.id, field]))
  const values = new Map<string, Json>()
  const entries = new Map<string, readonly ListEntry[]>()
  const problems: Problem[] = []
  for (const each of compiled.fields) {
    const found = submitted.get(each.field.id)
    const read = readValue(each, found)
    values.set(each.field.id, read.value)
    entries.set(each.field.id, read.entries)
    problems.push(...read.problems)
  }
  const present = new Map([...values].filter(([, value]) => value !== null))
  for (const violation of perPlace(compiled.violations(present))) {
    const each = compiled.fields.find(({ field }) => field.id === violation.id)
    const found = submitted.get(violation.id)
    if (each === undefined || found === undefined) throw new Error(`a value without a field: ${violation.id}`)
    problems.push(violationProblem(each, found, violation, entries.get(each.field.id) ?? []))
  }
  const broken = new Set(problems.map((problem) => problem.field))
  const valid = new Map([...values].filter(([id]) => !broken.has(id)))
  const [first, ...more] = [
    ...inFormOrder(form, problems),
    ...ruleProblems(type, form, submission, valid, requester),
  ]
  return first === undefined ? ok(request(type, values)) : fail(first, ...more)
}

function secretProblems(field: SubmittedField): readonly Problem[] {
  const found = findSecret(field.raw) ?? findSecret(typeof field.value === 'string' ? field.value : '')
  if (found === null) return []
  return [
    {
      code: 'request/secret',
      field: field.id,
      label: field.label,
      ...(field.lines === null ? {} : { line: field.lines[0] }),
      what: `${field.label} seems to hold ${found}; it is not repeated here.`,
      fix: 'Treat it as known to others and revoke it now, then edit the issue, name the secret instead of pasting it, and delete the old revision from the issue’s edit history.',
    },
  ]
}

interface ReadValue {
  readonly value: Json
  readonly entries: readonly ListEntry[]
  readonly problems: readonly Problem[]
}

function readValue(each: CompiledField, found: SubmittedField | undefined): ReadValue {
  const nothing = { value: null, entries: [] }
  if (found === undefined || found.value === null) {
    const problems = each.field.required ? [missingProblem(each, found)] : []
    const value = coerceValue(each.field, each.schema, null)
    return { ...nothing, value: value.ok ? value.value : null, problems }
  }
  const read = coerceValue(each.field, each.schema, found.value)
  if (read.ok) return { value: read.value, entries: read.entries, problems: [] }
  if ('tooMany' in read) return { ...nothing, problems: [tooManyProblem(each, found, read.tooMany)] }
  return { ...nothing, problems: read.failures.map((entry) => unreadableProblem(each, found, entry)) }
}

function unreadableProblem(each: CompiledField, found: SubmittedField, entry: ListEntry | null): Problem {
  const violation = { id: each.field.id, entry: entry === null ? null : entry.position - 1, keyword: 'type' }
  return violationProblem(each, found, violation, entry === null ? [] : [entry])
}

/** One problem per value: a number that is too large and not whole needs one sentence, which says all that is expected. */
function perPlace(violations: readonly Violation[]): readonly Violation[] {
  const places = new Map<string, Violation>()
  for (const violation of violations) {
    const place = JSON.stringify([violation.id, violation.entry])
    // `anyOf` reports its parts first; what they demand is not what is wrong.
    if (!places.has(place) || violation.keyword === 'anyOf') places.set(place, violation)
  }
  return [...places.values()]
}

function inFormOrder(form: Form, problems: readonly Problem[]): readonly Problem[] {
  return form.fields.flatMap((field) => problems.filter((problem) => problem.field === field.id))
}

function request(type: RequestType, values: ReadonlyMap<string, Json>): Request {
  const object: Record<string, Json> = Object.create(null)
  for (const [id, value] of values) object[id] = value
  return { type: type.name, values, digest: requestDigest(type.name, object) }
}
