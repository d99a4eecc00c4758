import type { QueryAnswer } from '../github/reader.js'
import { userId } from '../model/ids.js'
import type { MembersOf } from '../model/snapshot.js'
import { nodes, optionalFields } from './answer.js'

interface TeamNeed {
  readonly slug: string
  readonly logins: readonly string[]
}

/** Members listed for one login: GitHub's search also finds logins that merely contain it. */
const membersPerSearch = 20

/** The part of the query that asks which of some people are members of some teams. */
export function teamSelection(needs: readonly TeamNeed[]): {
  readonly selection: string
  readonly variables: Readonly<Record<string, string>>
} {
  const variables: Record<string, string> = {}
  const teams = needs.map(({ slug, logins }, team) => {
    variables[`team${team}`] = slug
    const members = logins.map((login, index) => {
      const name = `team${team}login${index}`
      variables[name] = login
      return `${name}: members(query: $${name}, first: ${membersPerSearch}) { nodes { databaseId login } }`
    })
    return `team${team}: team(slug: $team${team}) { ${members.join(' ')} }`
  })
  const selection = teams.length === 0 ? '' : `organization(login: $owner) { ${teams.join('\n')} }`
  return { selection, variables }
}

/**
 * Reads the answer. A team the token cannot see is unknown, never empty: `GITHUB_TOKEN` may not read teams at all, and taking that for
 * “no members” would call every approver unauthorised. Source: github/docs on permissions of `GITHUB_TOKEN`; databricks/cli#4976.
 */
export function decodeTeams(
  needs: readonly TeamNeed[],
  answer: unknown,
  errors: QueryAnswer['errors'],
): readonly MembersOf[] {
  const organization = optionalFields(answer, 'the organization')
  return needs.map(({ slug, logins }, index) => {
    const team = optionalFields(organization?.[`team${index}`], `the team ${slug}`)
    const failed = errors.find(
      (error) =>
        error.path[0] === 'organization' && [undefined, `team${index}`].includes(text(error.path[1])),
    )
    if (team === null || failed !== undefined)
      return { team: slug, known: false, why: unseen(slug, failed?.message) }
    const members = logins.flatMap((login, person) =>
      nodes(team[`team${index}login${person}`], `the members of ${slug}`)
        .filter(
          (member) => typeof member.login === 'string' && member.login.toLowerCase() === login.toLowerCase(),
        )
        .flatMap((member) => (typeof member.databaseId === 'number' ? [userId(member.databaseId)] : [])),
    )
    return { team: slug, known: true, members }
  })
}

function text(step: string | number | undefined): string | undefined {
  return step === undefined ? undefined : String(step)
}

function unseen(slug: string, message: string | undefined): string {
  const said = message === undefined ? '' : ` (GitHub: ${message})`
  return `the token cannot see the team ${slug}; that takes a GitHub App with the permission “members: read”${said}`
}
