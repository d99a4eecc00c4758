import type { Reader } from '../github/reader.js'
import type { TeamNeeds } from '../model/needs.js'
import type { Details, Snapshot } from '../model/snapshot.js'
import { observeAuthority } from './observe-authority.js'

const noPeople = { people: [], everyone: false, accounts: [] } as const

/**
 * A further step of observing, for the teams that only the CODEOWNERS file has named. A team that cannot be seen is unknown, and not asked
 * about again.
 * @throws GitHubError
 */
export async function observeTeams(reader: Reader, snapshot: Snapshot, needs: TeamNeeds): Promise<Details> {
  const { teams } = await observeAuthority(reader, snapshot, { ...noPeople, teams: needs })
  const { authority } = snapshot.details
  return { ...snapshot.details, authority: { ...authority, teams: [...authority.teams, ...teams] } }
}
