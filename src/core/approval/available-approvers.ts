import type { Authority } from '../../model/authority.js'
import type { UserId } from '../../model/ids.js'
import { samePerson } from '../../model/person.js'
import type { ObservedIssue } from '../../model/snapshot.js'
import type { ResolvedApprover } from '../../model/verdict.js'
import { accountOf, sameLogin } from './account.js'
import { isAtLeast } from './principal.js'
import type { ResolvedPeople, VoteContext } from './refuse-vote.js'

/**
 * How many different people could approve for a node at most, before anybody has; null where nobody can tell: a role names people that
 * are not listed, and so does a team of which not every member is known. Never too low: a login and a team member of whom it is not
 * known that they are one person count as two.
 */
export function availableApprovers(
  { from, not }: Pick<ResolvedPeople, 'from' | 'not'>,
  { issue, authority, named }: Pick<VoteContext, 'issue' | 'authority' | 'named'>,
): number | null {
  const out = leftOut(not, issue)
  const ids = new Set<UserId>()
  const logins = new Set<string>()
  for (const each of from) {
    const named = namedBy(each, authority)
    if (named === null) return null
    for (const id of named.ids) ids.add(id)
    for (const login of named.logins) logins.add(login.toLowerCase())
  }
  for (const { id, login } of out) {
    ids.delete(id)
    logins.delete(login.toLowerCase())
  }
  for (const login of named.filter(({ field }) => not.includes(field)).flatMap((each) => each.logins)) {
    const account = accountOf({ login }, authority)
    if (typeof account === 'number') ids.delete(account)
    logins.delete(login.toLowerCase())
  }
  const others = [...logins].filter((login) => !isAmong(login, ids, authority))
  return ids.size + others.length
}

/** Whom a node leaves out, as far as known. Whoever edits their own request stays its requester. */
function leftOut(not: ResolvedPeople['not'], { author, editors }: ObservedIssue) {
  const others = editors.filter(
    (editor) => editor !== null && (author === null || !samePerson(editor, author)),
  )
  return [...(not.includes('requester') ? [author] : []), ...(not.includes('editors') ? others : [])].filter(
    (each) => each !== null,
  )
}

function namedBy(
  approver: ResolvedApprover,
  authority: Authority,
): { readonly ids: readonly UserId[]; readonly logins: readonly string[] } | null {
  switch (approver.kind) {
    case 'user':
    case 'owner': {
      const account = accountOf(approver, authority)
      if (account === undefined) return { ids: [], logins: [approver.login] }
      return { ids: account === null ? [] : [account], logins: [] }
    }
    case 'team': {
      const team = authority.teams.find((each) => each.team === approver.slug)
      if (
        approver.owner === true &&
        team?.known === true &&
        team.access !== null &&
        !isAtLeast(team.access, 'write')
      )
        return { ids: [], logins: [] }
      return team?.known === true && team.whole ? { ids: team.members, logins: [] } : null
    }
    // Nobody can be shown to be such an owner.
    case 'unresolved':
      return { ids: [], logins: [] }
    case 'role':
    case 'undisclosed':
    case 'unreadable':
      return null
  }
}

function isAmong(login: string, ids: ReadonlySet<UserId>, authority: Authority): boolean {
  const found = authority.roles.find((each) => sameLogin(each.login, login))
  return found?.known === true && found.id !== null && ids.has(found.id)
}
