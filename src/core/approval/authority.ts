import type { Authority, Snapshot } from '../../model/snapshot.js'

/** What is known of people before anybody was looked up. */
export const nobodyKnown: Authority = { roles: [], everyone: false, teams: [], accounts: [], known: [] }

/** What is known of people's roles, teams and accounts. */
export function authorityOf({ details }: Snapshot): Authority {
  return details?.authority ?? nobodyKnown
}
