import type { AutomaticReason, GroupReason, PeopleReason, Verdict } from '../../model/verdict.js'

/** A node of the approval rules by what counts there. Its code says the same to people, and nothing is decided by that. */
export type Uncoded = Omit<GroupReason, 'code'> | Omit<PeopleReason, 'code'> | AutomaticReason

/** Where a node of the rules is: all of nothing is not satisfied, so that no rule is never open. */
export function stateOf(reason: Uncoded): Verdict['state'] {
  switch (reason.kind) {
    case 'automatic':
      return 'satisfied'
    case 'people':
      return peopleState(reason)
    case 'all': {
      const states = reason.of.map(stateOf)
      if (states.length > 0 && states.every((state) => state === 'satisfied')) return 'satisfied'
      return states.includes('unreachable') ? 'unreachable' : openState(states)
    }
    case 'any': {
      const states = reason.of.map(stateOf)
      if (states.includes('satisfied')) return 'satisfied'
      const closed = states.length > 0 && states.every((state) => state === 'unreachable')
      return closed ? 'unreachable' : openState(states)
    }
  }
}

/** Of owners who cannot be looked up nobody is available. */
function peopleState(reason: Omit<PeopleReason, 'code'>): Verdict['state'] {
  const { missing, available, count, unknown } = reason
  if (missing === 0) return 'satisfied'
  if (available !== null && available < count) return 'unreachable'
  return unknown.length > 0 ? 'unknown' : 'pending'
}

function openState(states: readonly Verdict['state'][]): Verdict['state'] {
  return states.includes('unknown') ? 'unknown' : 'pending'
}

/** Whether a rule asks for code owners and CODEOWNERS names nobody who can be looked up. */
export function namesNoOwner({ from, files }: Pick<PeopleReason, 'from' | 'files'>): boolean {
  return (
    files !== null &&
    from.every((each) => each.kind === 'unresolved' || (each.kind === 'undisclosed' && each.nobody === true))
  )
}

/** Whether nobody is asked. */
export function asksNobody(reason: Uncoded): boolean {
  switch (reason.kind) {
    case 'automatic':
      return true
    case 'people':
      return false
    case 'all':
    case 'any':
      return reason.of.every(asksNobody)
  }
}
