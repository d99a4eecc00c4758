import type { Change } from '../../../model/change.js'
import { fail, ok, type Result } from '../../../model/problem.js'
import type { Request } from '../../../model/request.js'
import type { RequestTest } from '../../../model/request-test.js'
import type { ApprovalRule } from '../../../model/request-type.js'
import { readRequest } from '../../decide/read-request.js'
import { renderBody } from '../../form/render-body.js'
import type { NamedPeople } from '../../request-type/named-people.js'
import type { Candidate } from '../../request-type/read-policy.js'

/** What a test's answers ask for, before any manifest is read. */
export interface Rehearsed {
  readonly request: Request
  readonly rules: readonly ApprovalRule[]
  /** Whom its fields name, where these rules leave them out. */
  readonly named: readonly NamedPeople[]
  readonly changes: readonly Change[]
}

/** Does with a test's answers what a run does with an issue: the body GitHub would write is read, validated and resolved. */
export function rehearseTest(candidate: Candidate, test: RequestTest): Result<Rehearsed> {
  const body = renderBody(candidate.form, test.answers)
  const read = readRequest(candidate, { body, requester: { login: test.requester } })
  return read.kind === 'request' ? ok(read) : fail(...read.problems)
}
