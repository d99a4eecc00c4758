import type { Reader } from '../github/reader.js'
import type { TeamNeeds } from '../model/needs.js'
import type { Snapshot } from '../model/snapshot.js'
import { demandWhole, fields } from './answer.js'
import { decodeTeams, teamSelection } from './decode-teams.js'

/**
 * A further step of observing, for the teams that only the CODEOWNERS file has named. A team that cannot be seen is unknown, and not asked
 * about again.
 * @throws GitHubError
 */
export async function observeTeams(reader: Reader, snapshot: Snapshot, needs: TeamNeeds): Promise<Snapshot> {
  const { details } = snapshot
  if (details === null) throw new Error('teams of code owners are looked up before CODEOWNERS was read')
  const { selection, variables } = teamSelection(needs)
  const parameters = ['owner', ...Object.keys(variables)].map((variable) => `$${variable}: String!`)
  const document = `query Teams(${parameters.join(', ')}) { ${selection} }`
  const answer = await reader.query('read the teams of code owners', document, {
    owner: snapshot.repository.owner,
    ...variables,
  })
  demandWhole(answer, 'the teams of code owners', ({ path }) => path[0] === 'organization')
  // Without anything it may see, GitHub answers no data at all.
  const data = answer.data === null ? {} : fields(answer.data, 'the teams of code owners')
  const teams = decodeTeams(needs, data.organization, answer.errors)
  const { authority } = details
  return {
    ...snapshot,
    details: { ...details, authority: { ...authority, teams: [...authority.teams, ...teams] } },
  }
}
