/** Who made a commit, as git has it. */
export interface Authorship {
  readonly author: Signatory
  readonly committer: Signatory
  /** `unchecked`: there is one, and whose it is was not looked at. */
  readonly signature: 'github' | 'other' | 'none' | 'unchecked'
}

export interface Signatory {
  readonly name: string
  readonly email: string
  /** The person GitHub takes it for; it tells no apps. */
  readonly login?: string
}

/** Whose commits a ledger may hold. */
export interface Hands {
  /** Where GitHub is, as in `github.com`. */
  readonly host: string
  /** Logins as in `acme-issueops[bot]`; null for any app, because a toolkit may have acted as another one before. */
  readonly apps: readonly string[] | null
  /** People whose token the toolkit acts with. */
  readonly people: readonly string[]
}

/** Any app, and no person. */
export const anyApp = { apps: null, people: [] } as const

/**
 * Why a commit is not one that the toolkit made through GitHub's API, in a sentence; null where it may be. GitHub commits in its own name
 * what an app asks for, with the app as author, and signs it; whoever pushes can write any name, but not that signature, and whoever
 * uses the web page is the author. Source: “About commit signature verification” and “Email addresses reference” in GitHub's documentation.
 */
export function foreignHand(
  { author, committer, signature }: Authorship,
  { host, apps, people }: Hands,
): string | null {
  const login = author.login ?? loginOf(author, host)
  const among = login?.endsWith('[bot]') === true ? apps : people
  if (login === null || (among !== null && !among.some((each) => each.toLowerCase() === login.toLowerCase())))
    return `It was written by ${author.name} <${author.email}>, and not by the toolkit.`
  if (![`noreply@${host}`, 'noreply@github.com'].includes(committer.email.toLowerCase()))
    return `It was committed by ${committer.name} <${committer.email}>, and not by GitHub.`
  // Only GitHub's own servers sign without being told to.
  const signs = host === 'github.com'
  if (signature === 'other' || (signs && signature === 'none')) return 'It is not signed by GitHub.'
  return null
}

/**
 * The account behind GitHub's private address, as in `41898282+github-actions[bot]@users.noreply.github.com`. A server of one's own writes its
 * own name there, or GitHub's.
 */
function loginOf({ email }: Signatory, host: string): string | null {
  const [, login, at] =
    /^[1-9]\d*\+([a-z0-9_-]+(?:\[bot\])?)@users\.noreply\.(.+)$/.exec(email.toLowerCase()) ?? []
  const here = at === host || (host !== 'github.com' && at === 'github.com')
  return login !== undefined && here ? login : null
}
