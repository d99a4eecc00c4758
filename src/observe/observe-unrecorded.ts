import type { Reader } from '../github/reader.js'
import type { IssueNumber } from '../model/ids.js'
import type { LedgerRecord } from '../model/record.js'
import { demandWhole, fields, flag, optionalFields } from './answer.js'

/** Pull requests asked for in one query. */
const pullsPerQuery = 100

/**
 * Which of some requests have merged their pull request, although the ledger does not say so yet: one query for each hundred pull requests, none where there are none.
 * @param reader of the repository the pull requests are in.
 * @param last the last record of each request.
 * @throws GitHubError
 */
export async function observeUnrecorded(
  reader: Reader,
  last: readonly LedgerRecord[],
): Promise<readonly IssueNumber[]> {
  // Ends that come together have one.
  const pulls = [...new Set(last.flatMap(({ predicate }) => predicate.pull?.number ?? []))]
  const portions = Array.from({ length: Math.ceil(pulls.length / pullsPerQuery) }, (_, index) =>
    pulls.slice(index * pullsPerQuery, (index + 1) * pullsPerQuery),
  )
  const merged = (await Promise.all(portions.map((portion) => observeMerged(reader, portion)))).flat()
  return last.flatMap(({ predicate: { issue, pull } }) =>
    pull !== null && merged.includes(pull.number) ? [issue] : [],
  )
}

/** Those of some pull requests that are merged. */
async function observeMerged(reader: Reader, pulls: readonly number[]): Promise<readonly number[]> {
  const { owner, name } = reader.repository
  const document = `
    query Unrecorded($owner: String!, $name: String!${pulls.map((pull) => `, $pull${pull}: Int!`).join('')}) {
      repository(owner: $owner, name: $name) {
        ${pulls.map((pull) => `pull${pull}: pullRequest(number: $pull${pull}) { merged }`).join('\n        ')}
      }
    }`
  const numbers = Object.fromEntries(pulls.map((pull) => [`pull${pull}`, pull]))
  const answer = await reader.query('read what may be merged', document, { owner, name, ...numbers })
  // A pull request that is not there was not merged.
  demandWhole(answer, 'what may be merged', ({ path, type }) => {
    return type === 'NOT_FOUND' && path.length === 2 && path[0] === 'repository'
  })
  const repository = fields(fields(answer.data, 'what may be merged').repository, 'the repository')
  return pulls.filter((pull) => {
    const found = optionalFields(repository[`pull${pull}`], 'a pull request on record')
    return found !== null && flag(found.merged, 'whether a pull request is merged')
  })
}
