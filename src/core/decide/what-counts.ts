import type { Authority } from '../../model/authority.js'
import type { Snapshot } from '../../model/snapshot.js'

/**
 * What of a look a decision rests on: two looks that agree in it lead to the same one. The toolkit's own comments, labels and what is said of other
 * requests are views; the ledger may have grown by records of other issues; and in which order people were asked about follows from what was
 * recorded of them since.
 */
export function whatCounts({ viewer, issue, ledger, details, ...rest }: Snapshot) {
  const { labels: _, comments, commentCount, ...text } = issue
  const { head: __, ...recorded } = ledger
  const { others: ___, otherRecords: ____, authority, ...touched } = details
  const spoken = comments.filter(({ own }) => !own)
  return {
    viewer: viewer.login,
    text,
    spoken,
    whole: comments.length === commentCount,
    recorded,
    touched,
    authority: inOneOrder(authority),
    rest,
  }
}

function inOneOrder({ roles, teams, accounts, ...rest }: Authority) {
  const byLogin = (a: { readonly login: string }, b: { readonly login: string }) =>
    a.login < b.login ? -1 : 1
  return {
    ...rest,
    roles: roles.toSorted(byLogin),
    accounts: accounts.toSorted(byLogin),
    teams: teams.map((team) => (team.known ? { ...team, asked: team.asked.toSorted() } : team)),
  }
}
