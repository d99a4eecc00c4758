import { type Person, samePerson } from '../../model/person.js'
import { type RequestType, type Role, roles } from '../../model/request-type.js'
import type { Snapshot } from '../../model/snapshot.js'
import { authorityOf } from '../approval/authority.js'
import { isAtLeast, isPasserBy, roleOf, standing } from '../approval/principal.js'
import { deciders } from './deciders.js'
import type { Reading } from './reading.js'

/** In which capacities somebody may stop a request. */
export interface MayStop {
  /** Empty where they may not, as far as is known. */
  readonly as: readonly string[]
  /** Null where it is not known. */
  readonly role: Role | null
  /** Why it could not be found out, where they may not as far as is known. */
  readonly unknown: readonly string[]
}

/**
 * Who may stop a request: its requester, whoever any approval rule of its type names, also where that rule does not apply to it, and maintainers
 * of the repository.
 */
export function stoppers(reading: Reading, type: RequestType): (person: Person) => MayStop {
  const { snapshot } = reading
  const authority = authorityOf(snapshot)
  const named = deciders(reading, type)
  return (person) => {
    const found = roleOf(person, authority)
    const role = typeof found === 'string' ? found : null
    const { as: counted, unknown } = standing(person, named, authority)
    const own = isRequester(person, snapshot) ? ['requester'] : []
    const as = [...new Set([...own, ...counted, ...(isMaintainer(role) ? ['role:maintain'] : [])])]
    const why = [...unknown, ...(typeof found === 'string' ? [] : [found.why])]
    return { as, role, unknown: as.length > 0 || isPasserBy(person, snapshot) ? [] : why }
  }
}

export function isRequester(person: Person, { issue }: Snapshot): boolean {
  return issue.author !== null && samePerson(issue.author, person)
}

/** Whether a role releases what others have put on hold. */
export function isMaintainer(role: string | null): boolean {
  const known = roles.find((each) => each === role)
  return known !== undefined && isAtLeast(known, 'maintain')
}
