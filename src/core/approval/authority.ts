import type { Authority } from '../../model/authority.js'
import { type Person, samePerson } from '../../model/person.js'
import { type Principal, roles } from '../../model/request-type.js'
import { type FirstLook, isSnapshot } from '../../model/snapshot.js'
import { unreachable } from '../../model/unreachable.js'
import type { ResolvedApprover } from '../../model/verdict.js'
import { isAtLeast, type Standing, standing } from './principal.js'
import {
  type Approving,
  type NamedVoters,
  type Refusal,
  refuseRevoked,
  refuseVoter,
  type VoterContext,
} from './refuse-vote.js'

/** What is known of people before anybody was looked up. */
export const nobodyKnown: Authority = { roles: [], everyone: false, teams: [], accounts: [], known: [] }

/** What is known of people's roles, teams and accounts. */
export function authorityOf(seen: FirstLook): Authority {
  return isSnapshot(seen) ? seen.details.authority : nobodyKnown
}

/** Who has a part in a request, and what is known of them. */
export interface People {
  readonly authority: Authority
  /** Null where the account is gone. */
  readonly requester: Person | null
  /** Who filed the request, in a chapter that somebody else began with it: they stop it like whoever began it, and let nothing go that others stopped. */
  readonly filedBy?: Person | null
  /** Whom any rule of the request's type names, also where that rule does not apply to it. */
  readonly deciders: readonly ResolvedApprover[]
  /** Whom the rules name that apply to it. */
  readonly enders: readonly ResolvedApprover[]
}

/** The commands that stop a request, release it, end it, ask for what comes after its merge, or hold those of others. Anybody may ask and take their own approval back. */
export type Stopping =
  | 'hold'
  | 'unhold'
  | 'reject'
  | 'withdraw'
  | 'rollback'
  | 'restore'
  | 'extend'
  | 'promote'
  | 'lock'
  | 'unlock'

/** They may stop any request, and release it, whatever its rules say. */
export const maintainers: Principal = { kind: 'role', role: 'maintain' }

/**
 * As whom somebody may give a command: `as` is empty where they may not as far as is known, and where it says that they may, nothing is unknown.
 * To release is meant of what others hold; everybody releases what they held themselves.
 */
export function may(command: Stopping, person: Person, people: People): Standing {
  const { as, role, unknown } = standingFor(command, person, people)
  return { as: [...new Set(as)], role, unknown: as.length > 0 ? [] : unknown }
}

function standingFor(command: Stopping, person: Person, people: People): Standing {
  const { authority, requester, filedBy = null, deciders, enders } = people
  const isOf = (asker: Person | null) => (asker !== null && samePerson(asker, person) ? ['requester'] : [])
  const own = isOf(requester)
  const asked = [...own, ...isOf(filedBy)]
  switch (command) {
    case 'hold':
    case 'rollback':
    case 'restore':
    case 'extend':
    case 'promote': {
      const others = standing(person, [...deciders, maintainers], authority)
      return { ...others, as: [...asked, ...others.as] }
    }
    case 'unhold':
      // Whatever role requesters have: what others stopped is not theirs to let go.
      return asked.length > 0
        ? { as: [], role: null, unknown: [] }
        : standing(person, [maintainers], authority)
    case 'lock':
    case 'unlock':
      // They are about the requests of others as well, so nobody gives them as the requester of this one.
      return standing(person, [maintainers], authority)
    case 'reject':
      return standing(person, enders, authority)
    case 'withdraw':
      return { as: own, role: null, unknown: [] }
    default:
      return unreachable(command)
  }
}

/** Whether a role, as it was when it was recorded, releases what others have put on hold. */
export function releasesAll(role: string | null): boolean {
  const known = roles.find((each) => each === role)
  return known !== undefined && isAtLeast(known, 'maintain')
}

/** As whom somebody's approval counts for the nodes of the rules as far as its author and its comment tell, and why it does not for some. */
export function mayApprove(
  vote: Approving,
  nodes: readonly NamedVoters[],
  context: VoterContext,
): Pick<Standing, 'as' | 'role'> & { readonly refusals: readonly Refusal[] } {
  const judged = nodes.map((node) => ({
    from: node.from,
    refusal: refuseVoter(vote, node, context) ?? refuseRevoked(vote, context),
  }))
  const counting = judged.flatMap(({ from, refusal }) => (refusal === null ? from : []))
  const { as, role } = standing(vote.person, counting, context.authority)
  return {
    as: [...new Set(as)],
    role,
    refusals: judged.flatMap(({ refusal }) => refusal ?? []),
  }
}

/** As whom somebody reviews an emergency, as far as their part in that is not looked at. */
export function mayReview(
  person: Person,
  reviewers: readonly ResolvedApprover[],
  authority: Authority,
): Standing {
  return standing(person, reviewers, authority)
}

/** Whether somebody is known to have a part in the repository, by their role there or as one of those who are named: only such people get answers in public. */
export function takesPart(person: Person, named: readonly ResolvedApprover[], authority: Authority): boolean {
  return standing(person, [{ kind: 'role', role: 'triage' }, ...named], authority).as.length > 0
}
