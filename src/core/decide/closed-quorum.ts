import type { Problem, Problems } from '../../model/problem.js'
import type { RequestType } from '../../model/request-type.js'
import type { PeopleReason, Verdict } from '../../model/verdict.js'
import { rulesFile } from '../approval/applicable-rules.js'
import { peopleReasons } from '../approval/people-reasons.js'
import { principalText } from '../approval/principal.js'
import { namesNoOwner, stateOf } from '../approval/reason-state.js'

/** What a maintainer has to mend before anybody's approval could suffice: the gap in each node that nobody can close. */
export function closedQuorum({ root }: Verdict, type: RequestType): Problems {
  const found = peopleReasons(root).flatMap((reason) => problem(reason, rulesFile(type)) ?? [])
  const [first, ...more] = found
  if (first === undefined) throw new Error('a verdict is out of reach without a reason')
  return [first, ...more]
}

function problem(reason: PeopleReason, file: string): Problem | null {
  if (stateOf(reason) !== 'unreachable') return null
  const { count, available, from, files } = reason
  const names = from.map(principalText).join(', ')
  if (namesNoOwner(reason)) {
    return {
      code: 'approval/no-codeowner',
      file,
      what: `CODEOWNERS names no account that can be looked up for ${(files ?? []).join(', ') || 'the changed files'}${names === '' ? '' : ` (only ${names})`}, so nobody could approve.`,
      fix: `A maintainer has to name owners of these files in CODEOWNERS, or others beside codeowners in ${file}.`,
    }
  }
  return {
    code: 'approval/unreachable-quorum',
    file,
    what: `${count} of ${names} would have to approve, and without the requester and editors of this request there ${available === 1 ? 'is only 1' : `are only ${available ?? 0}`}.`,
    fix: `A maintainer has to add people to these teams, or lower count in ${file}.${from.some(isOwnerTeam) ? ' A team that CODEOWNERS names counts only with write access to this repository.' : ''}`,
  }
}

function isOwnerTeam(approver: PeopleReason['from'][number]): boolean {
  return approver.kind === 'team' && approver.owner === true
}
