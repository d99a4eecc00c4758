import type { Approval, PeopleReason, Reason, Verdict } from '../../model/verdict.js'

/** The nodes of a tree of reasons at which people count, in the order of the file. */
export function peopleReasons(reason: Reason): readonly PeopleReason[] {
  switch (reason.kind) {
    case 'people':
      return [reason]
    case 'automatic':
      return []
    case 'all':
    case 'any':
      return reason.of.flatMap(peopleReasons)
  }
}

/** The approvals of the nodes that are satisfied: those a merge rests on. */
export function countedApprovals({ root }: Verdict): readonly Approval[] {
  return peopleReasons(root).flatMap(({ missing, approvals }) => (missing === 0 ? approvals : []))
}
