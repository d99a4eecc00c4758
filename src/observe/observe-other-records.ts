import { ledgerBranch } from '../core/ledger/ledger-branch.js'
import type { Reader } from '../github/reader.js'
import type { IssueNumber } from '../model/ids.js'
import type { OtherRecord } from '../model/snapshot.js'
import { demandWhole, fields } from './answer.js'
import { decodeRecords, recordsSelection } from './decode-ledger.js'

/**
 * The last record of each of some other issues, in one query. What GitHub did not tell in full, or does not read, is null: it is only shown
 * to people, who then see the files instead of the places, and it must not stop a request.
 * @throws GitHubError
 */
export async function observeOtherRecords(
  reader: Reader,
  issues: readonly IssueNumber[],
): Promise<readonly OtherRecord[]> {
  const distinct = [...new Set(issues)]
  const { owner, name } = reader.repository
  const folders = distinct.map(
    (issue) => `records${issue}: object(expression: $issue${issue}) ${recordsSelection}`,
  )
  const expressions = distinct.map(
    (issue) => [`issue${issue}`, `refs/heads/${ledgerBranch}:issues/${issue}`] as const,
  )
  const parameters = expressions.map(([variable]) => `, $${variable}: String!`)
  const document = `
    query OtherRecords($owner: String!, $name: String!${parameters.join('')}) {
      repository(owner: $owner, name: $name) {
        ${folders.join('\n        ')}
      }
    }`
  const variables = { owner, name, ...Object.fromEntries(expressions) }
  const answer = await reader.query('read the records of other requests', document, variables)
  demandWhole(
    answer,
    'the records of other requests',
    ({ path }) => path[0] === 'repository' && path.length > 1,
  )
  const repository = fields(fields(answer.data, 'the records of other requests').repository, 'the repository')
  return distinct.map((issue) => {
    const { records, unreadable } = decodeRecords(repository[`records${issue}`], reader.repository, issue)
    const failed = answer.errors.some(({ path }) => path[1] === `records${issue}`)
    return { issue, last: failed || unreadable.length > 0 ? null : (records.at(-1) ?? null) }
  })
}
