import type { Connection } from '../github/connect.js'
import { UsageError } from './exit-code.js'

/**
 * Where GitHub is and who we are there: the server from GITHUB_API_URL, the token from GITHUB_TOKEN or GH_TOKEN.
 * @param command as in `explain`, for the example of how to give a token.
 * @throws UsageError when there is no token.
 */
export function githubConnection(command: string): Connection {
  const token = process.env.GITHUB_TOKEN ?? process.env.GH_TOKEN ?? ''
  if (token === '') {
    throw new UsageError(
      `There is no token. Set GITHUB_TOKEN or GH_TOKEN to one that may read the repository, as in: GITHUB_TOKEN=$(gh auth token) issueops ${command} …`,
    )
  }
  return { apiUrl: process.env.GITHUB_API_URL ?? 'https://api.github.com', token }
}
