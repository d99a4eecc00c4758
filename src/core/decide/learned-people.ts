import type { KnownPerson } from '../../model/authority.js'
import type { Evidence } from '../../model/record.js'
import { authorityOf } from '../approval/authority.js'
import { everNamed } from '../approval/named-principals.js'
import type { FirstReading } from './reading.js'

const ownerPrefix = 'codeowner:'

/**
 * Everybody the toolkit knows by login once a record is written, or null where it meets nobody new: whom the policy names, with the account
 * that has the login now, and the code owners who approved. Nobody who is known is met again, so that a login keeps the account it was first
 * seen with.
 */
export function learnedPeople(
  reading: FirstReading,
  evidence: readonly Evidence[],
): readonly KnownPerson[] | null {
  const { people } = reading.snapshot.ledger
  const known = new Set(people.map(({ login }) => login))
  const met = [...namedAccounts(reading), ...codeOwners(evidence)]
  const fresh = new Map(met.filter(({ login }) => !known.has(login)).map((each) => [each.login, each]))
  return fresh.size === 0 ? null : [...people, ...fresh.values()]
}

/** A login beside its account needs no meeting. Whom fields of a request name are not met: what somebody writes into an issue must not say whose a login is. */
function namedAccounts({ policy, snapshot }: FirstReading): readonly KnownPerson[] {
  const named = new Set(
    policy.candidates.flatMap(({ type }) =>
      [...everNamed(type), ...(type.requesters ?? [])].flatMap((each) =>
        each.kind === 'user' && each.id === undefined ? [each.login.toLowerCase()] : [],
      ),
    ),
  )
  return authorityOf(snapshot).accounts.flatMap((each) => {
    const login = each.login.toLowerCase()
    return each.known && each.id !== null && named.has(login) ? [{ login, id: each.id }] : []
  })
}

function codeOwners(evidence: readonly Evidence[]): readonly KnownPerson[] {
  return evidence.flatMap(({ person, as }) =>
    as
      .filter((each) => each.startsWith(ownerPrefix))
      .map((each) => ({ login: each.slice(ownerPrefix.length).toLowerCase(), id: person.id })),
  )
}
