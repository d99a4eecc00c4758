import type { Authority } from '../../model/authority.js'
import type { Person } from '../../model/person.js'
import type { Principal, RequestType } from '../../model/request-type.js'
import type { ObservedRepository } from '../../model/snapshot.js'
import { standing } from './principal.js'

/** Whether somebody may file a request of a type. */
export type MayRequest =
  | { readonly answer: 'yes' }
  | { readonly answer: 'no' }
  | { readonly answer: 'unknown'; readonly why: string }

/**
 * The principals who may request: the type's `requesters`; without them everyone who can read a private repository, and triage
 * upwards in a public one, where anybody on the internet can open an issue.
 */
export function requestersOf(
  type: RequestType,
  repository: ObservedRepository,
): readonly Principal[] | 'everyone' {
  if (type.requesters !== null) return type.requesters
  return repository.private ? 'everyone' : [{ kind: 'role', role: 'triage' }]
}

/** Checks the author of a request. */
export function mayRequest(
  person: Person,
  requesters: readonly Principal[] | 'everyone',
  authority: Authority,
): MayRequest {
  if (requesters === 'everyone') return { answer: 'yes' }
  // Whoever is named may ask, whether or not they have a part in the repository.
  const named = requesters.map((each) => (each.kind === 'user' ? { ...each, outside: true as const } : each))
  const { as, unknown } = standing(person, named, authority)
  if (as.length > 0) return { answer: 'yes' }
  return unknown.length > 0 ? { answer: 'unknown', why: unknown.join('; ') } : { answer: 'no' }
}
