import { fail, ok, type Result } from '../../../model/problem.js'
import type { RequestTest } from '../../../model/request-test.js'
import { type ReadableRequest, readRequest } from '../../decide/read-request.js'
import { renderBody } from '../../form/render-body.js'
import type { Candidate } from '../../request-type/read-policy.js'

/** Does with a test's answers what a run does with an issue: the body GitHub would write is read, validated and resolved. */
export function rehearseTest(candidate: Candidate, test: RequestTest): Result<ReadableRequest> {
  const body = renderBody(candidate.form, test.answers)
  const stage = test.stage === undefined ? {} : { stage: test.stage }
  const read = readRequest(candidate, { body, requester: { login: test.requester }, ...stage })
  return read.kind === 'request' ? ok(read) : fail(...read.problems)
}
