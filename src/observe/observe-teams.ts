import type { Reader } from '../github/reader.js'
import type { TeamNeeds } from '../model/needs.js'
import type { Snapshot } from '../model/snapshot.js'
import { observeAuthority } from './observe-authority.js'

const noPeople = { people: [], everyone: false, accounts: [] } as const

/**
 * A further step of observing, for the teams that only the CODEOWNERS file has named. A team that cannot be seen is unknown, and not asked
 * about again.
 * @throws GitHubError
 */
export async function observeTeams(reader: Reader, snapshot: Snapshot, needs: TeamNeeds): Promise<Snapshot> {
  const { details } = snapshot
  if (details === null) throw new Error('teams of code owners are looked up before CODEOWNERS was read')
  const { teams } = await observeAuthority(reader, snapshot, { ...noPeople, teams: needs })
  const { authority } = details
  return {
    ...snapshot,
    details: { ...details, authority: { ...authority, teams: [...authority.teams, ...teams] } },
  }
}
