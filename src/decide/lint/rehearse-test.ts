import type { Change } from '../../model/change.js'
import { ok, type Result } from '../../model/problem.js'
import type { Request } from '../../model/request.js'
import type { RequestTest } from '../../model/request-test.js'
import type { ApprovalRule } from '../../model/request-type.js'
import { applicableRules } from '../approval/applicable-rules.js'
import { resolveChanges } from '../change/resolve-changes.js'
import { parseSubmission } from '../form/parse-submission.js'
import { renderBody } from '../form/render-body.js'
import type { Candidate } from '../request/read-policy.js'
import { validateRequest } from '../request/validate-request.js'

/** What a test's answers ask for, before any manifest is read. */
export interface Rehearsed {
  readonly request: Request
  readonly rules: readonly ApprovalRule[]
  readonly changes: readonly Change[]
}

/** Does with a test's answers what a run does with an issue: the body GitHub would write is read, validated and resolved. */
export function rehearseTest({ type, form }: Candidate, test: RequestTest): Result<Rehearsed> {
  const submission = parseSubmission(form, renderBody(form, test.answers), type.reading)
  if (!submission.ok) return submission
  const requester = { login: test.requester }
  const request = validateRequest(type, form, submission.value, requester)
  if (!request.ok) return request
  const context = { request: request.value.values, requester }
  const rules = applicableRules(type, context)
  if (!rules.ok) return rules
  const changes = resolveChanges(type, context)
  if (!changes.ok) return changes
  return ok({ request: request.value, rules: rules.value, changes: changes.value })
}
