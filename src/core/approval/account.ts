import type { Authority } from '../../model/authority.js'
import type { UserId } from '../../model/ids.js'
import type { Person } from '../../model/person.js'
import type { NamedUser } from '../../model/request-type.js'

type Named = Pick<NamedUser, 'login' | 'id'>
type Accounts = Pick<Authority, 'accounts' | 'known'>

/**
 * Whether somebody is the account that a login names: the one whose id is written, else the one the ledger knows by it, else the one that
 * has it now. A renamed account stays who it is; whoever has taken a login is nobody's successor, and is not known to be anybody.
 */
export function isAccount(person: Person, named: Named, authority: Accounts): boolean | string {
  const met = isFirstMet(person, named, authority)
  if (met !== null) return met
  const { login } = named
  if (!sameLogin(login, person.login)) return false
  const now = accountNow(login, authority)
  if (now === null) return `whose the login ${login} is was not looked up`
  if (!now.known) return now.why
  return now.id === person.id ? true : `the login ${login} belongs to another account now`
}

/**
 * The same for a user CODEOWNERS names, whose account nobody looks up beforehand: such a user takes write access, which GitHub gives to
 * accounts and not to logins.
 */
export function isOwnerAccount(person: Person, owner: Named, authority: Accounts): boolean | string {
  return isFirstMet(person, owner, authority) ?? sameLogin(owner.login, person.login)
}

/** Whether somebody is the account a login is known by; null where it is known by none. */
function isFirstMet(person: Person, { login, id }: Named, authority: Accounts): boolean | string | null {
  if (id !== undefined) return person.id === id
  const first = firstAccount(login, authority)
  if (first === null) return null
  if (person.id === first) return true
  return sameLogin(login, person.login) ? otherAccount(login, first, person.id) : false
}

/** The account a login names, null where it names nobody, and undefined where that is not known. */
export function accountOf({ login, id }: Named, authority: Accounts): UserId | null | undefined {
  const first = id ?? firstAccount(login, authority)
  if (first !== null) return first
  const now = accountNow(login, authority)
  return now?.known === true ? now.id : undefined
}

/** A named login that another account has by now than the one that was met first, and nobody has said which is meant. */
export interface TakenLogin {
  readonly login: string
  readonly first: UserId
  readonly now: UserId
}

/** Which of some people are named by a login that somebody else has taken since. */
export function takenLogins(named: readonly Named[], authority: Accounts): readonly TakenLogin[] {
  return named.flatMap(({ login, id }) => {
    const first = id === undefined ? firstAccount(login, authority) : null
    const now = accountNow(login, authority)
    const taken = first !== null && now?.known === true && now.id !== null && now.id !== first
    return taken && now.id !== null ? [{ login, first, now: now.id }] : []
  })
}

/** GitHub's logins do not distinguish case. */
export function sameLogin(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

function firstAccount(login: string, { known }: Accounts): UserId | null {
  return known.find((each) => sameLogin(each.login, login))?.id ?? null
}

function accountNow(login: string, { accounts }: Accounts) {
  return accounts.find((each) => sameLogin(each.login, login)) ?? null
}

function otherAccount(login: string, first: UserId, now: UserId): string {
  return `the login ${login} was the account ${first} when the toolkit first met it, and is the account ${now} now`
}
