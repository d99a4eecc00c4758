import type { Decision } from '../../model/decision.js'
import type { NoticeEvent } from '../../model/notice.js'
import { unreachable } from '../../model/unreachable.js'
import type { ResolvedApprover } from '../../model/verdict.js'
import { peopleReasons } from '../approval/people-reasons.js'
import { stateOf } from '../approval/reason-state.js'

/** Most approvers named in one sentence. */
const namedMax = 10

/**
 * Who has to act, for whoever reads it outside of GitHub: nobody is mentioned, and no file is named.
 * @param withheld whether fewer people can read the manifests than the issue: then nobody is named who is known from there alone.
 */
export function nextWords(event: NoticeEvent, { verdict }: Decision, withheld: boolean): string | null {
  switch (event) {
    case 'awaiting-approval': {
      const open = (verdict === null ? [] : peopleReasons(verdict.root)).filter(
        (reason) => stateOf(reason) !== 'satisfied',
      )
      const names = [...new Set(open.flatMap(({ from }) => from.map((each) => named(each, withheld))))]
      if (names.length === 0) return 'approval on the issue, which says whose.'
      const shown = names.slice(0, namedMax).join(', ')
      return `approval on the issue, which says whose. Named: ${shown}${names.length > namedMax ? ` and ${names.length - namedMax} more` : ''}.`
    }
    case 'revoked':
      return 'approval is needed again; the issue says by whom.'
    case 'failed':
      return 'a maintainer has to see to it; the issue says what was found.'
    case 'overdue':
      return 'the issue says what is in the way of its end.'
    case 'on-hold':
      return 'it goes on once whoever holds it says /unhold.'
    case 'approved':
    case 'merged':
    case 'unchanged':
    case 'reached':
    case 'rejected':
    case 'withdrawn':
    case 'lapsed':
    case 'released':
    case 'taken-back':
    case 'restored':
    case 'extended':
    case 'ended':
      return null
    default:
      return unreachable(event)
  }
}

function named(approver: ResolvedApprover, withheld: boolean): string {
  switch (approver.kind) {
    case 'user':
      return approver.login
    case 'team':
      return `the team ${approver.slug}`
    case 'role':
      return `the role ${approver.role}`
    case 'owner':
      return withheld ? 'a code owner' : approver.login
    case 'unresolved':
    case 'undisclosed':
    case 'unreadable':
      return 'a code owner'
    default:
      return unreachable(approver)
  }
}
