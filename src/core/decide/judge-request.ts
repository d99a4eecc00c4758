import type { Authority } from '../../model/authority.js'
import type { End } from '../../model/end.js'
import type { Person } from '../../model/person.js'
import type { Problem } from '../../model/problem.js'
import type { Code } from '../../model/problem-codes.js'
import type { Request } from '../../model/request.js'
import type { RequestType } from '../../model/request-type.js'
import type { FirstLook } from '../../model/snapshot.js'
import { mayRequest, requestersOf } from '../approval/may-request.js'
import { statusText } from '../report/status-comment.js'
import { notPermitted, requesterUnknown } from './hold-reasons.js'
import type { Understanding } from './understand.js'

/** Whether an issue is a valid request of somebody who may make it; nothing about its plan or pull request. */
export interface JudgedRequest {
  readonly state: 'valid' | 'invalid' | 'not-permitted' | 'held' | 'finished' | 'ignored'
  /** Stable codes, most important first. */
  readonly reasons: readonly [Code, ...Code[]]
  readonly problems: readonly Problem[]
  readonly type: RequestType | null
  /** Null unless the request is valid or nothing but its requester is against it. */
  readonly request: Request | null
  /** When it ends; null where it never does. */
  readonly end: End | null
  readonly permitted: 'true' | 'false' | 'unknown'
}

/** The report of a step on a request that goes no further; empty where it may go on or is none. */
export function judgedReport(
  { state, type, problems }: JudgedRequest,
  understanding: Understanding,
  requester: Person | null,
): string {
  if (state !== 'invalid' && state !== 'not-permitted' && state !== 'held') return ''
  const kind = state === 'invalid' && 'otherText' in understanding ? 'other-text' : state
  return statusText({ kind, title: type?.title ?? 'Request', problems, requester })
}

/** Judges what an issue was understood as. Whoever may not ask is told so first, because correcting the text would not help them. */
export function judgeRequest(
  understanding: Understanding,
  { repository, issue }: Pick<FirstLook, 'repository' | 'issue'>,
  authority: Authority,
): JudgedRequest {
  const nothing = { problems: [], type: null, request: null, end: null, permitted: 'unknown' } as const
  if (understanding.kind === 'ignored') return { state: 'ignored', reasons: ['state/no-request'], ...nothing }
  if (understanding.kind === 'finished')
    return {
      state: 'finished',
      reasons: [`state/${(understanding.outcome ?? understanding.record).predicate.decision}`],
      ...nothing,
    }
  const { type } = understanding
  const { request, end } = understanding.kind === 'request' ? understanding : { request: null, end: null }
  const may =
    type === null || issue.author === null
      ? ({ answer: 'unknown', why: 'the request type or the account is not known' } as const)
      : mayRequest(issue.author, requestersOf(type, repository), authority)
  const permitted = may.answer === 'yes' ? 'true' : may.answer === 'no' ? 'false' : 'unknown'
  const judged = { type, request, end, permitted } as const
  if (type !== null && may.answer === 'no')
    return { state: 'not-permitted', ...withProblems([notPermitted(type)]), ...judged }
  if (understanding.kind !== 'request')
    return { state: understanding.kind, ...withProblems(understanding.problems), ...judged }
  if (may.answer === 'unknown')
    return { state: 'held', ...withProblems([requesterUnknown(may.why)]), ...judged }
  return { state: 'valid', reasons: ['validate/valid'], problems: [], ...judged }
}

function withProblems(problems: readonly [Problem, ...Problem[]]) {
  const [first, ...more] = problems
  const reasons: [Code, ...Code[]] = [first.code, ...more.map(({ code }) => code)]
  return { problems, reasons }
}
