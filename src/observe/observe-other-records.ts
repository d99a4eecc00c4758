import { ledgerBranch } from '../core/ledger/ledger-branch.js'
import { recordFolder } from '../core/ledger/record-path.js'
import type { QueryAnswer, Reader } from '../github/reader.js'
import { type IssueNumber, isNumbered, issueNumber, pullNumber } from '../model/ids.js'
import type { DetailNeeds } from '../model/needs.js'
import type { OtherRecord, OtherRequest, OtherRequests } from '../model/snapshot.js'
import {
  demandWhole,
  type Fields,
  fields,
  flag,
  nodes,
  objectId,
  optionalFields,
  text,
  whole,
} from './answer.js'
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
    (issue) => [`issue${issue}`, `refs/heads/${ledgerBranch}:${recordFolder(issue)}`] as const,
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

/**
 * Branches of requests looked at. A request that ends takes its branch along, so these are about as many as are open; with their files they are
 * well within what one query may ask for. Source: “Rate limits and query limits for the GraphQL API”.
 */
const branchesMax = 50
/** Pull requests looked at of each: one branch has one open towards another, and where the repository is a fork, one to its parent besides. */
const pullsMax = 2
/** Files listed of each: as many as a plan may have, and a page holds. */
const filesListedMax = 100

/**
 * The part of the query that asks which other requests are open towards the same branch. It goes by the branches, not by the pull
 * requests: those of other people and bots are many, and GitHub does not search them by the beginning of a branch's name.
 */
export function othersSelection(needs: DetailNeeds): {
  readonly selection: string
  readonly variables: Readonly<Record<string, string>>
} {
  if (needs.paths.length === 0) return { selection: '', variables: {} }
  // The name of another repository's default branch is only known once it is read.
  const base = needs.target === null ? '' : ', baseRefName: $base'
  const selection = `others: refs(refPrefix: "refs/heads/", query: "issueops/", first: ${branchesMax}) {
          totalCount
          nodes { name associatedPullRequests(states: [OPEN]${base}, first: ${pullsMax}) { nodes {
            number headRefOid baseRefName isCrossRepository
            files(first: ${filesListedMax}) { totalCount nodes { path } }
          } } }
        }`
  return { selection, variables: needs.target === null ? {} : { base: needs.target } }
}

/** The other open requests. Null where GitHub did not tell them: that must not pass for “there are none”. */
export function decodeOthers(
  repository: Fields,
  target: string,
  needs: DetailNeeds,
  errors: QueryAnswer['errors'],
): OtherRequests | null {
  if (needs.paths.length === 0) return { open: [], complete: true }
  const refs = optionalFields(repository.others, 'the branches of requests')
  if (refs === null || errors.some(({ path }) => path[0] === 'repository' && path[1] === 'others'))
    return null
  const branches = nodes(refs, 'the branches of requests')
  const found = branches.flatMap((branch) => decodeBranchOf(branch, target, needs))
  const listed = whole(refs.totalCount, 'the number of branches of requests') <= branches.length
  return {
    open: found
      .map(({ request }) => request)
      .toSorted((a, b) => (a.issue ?? 0) - (b.issue ?? 0) || a.pull - b.pull),
    complete: listed && found.every((each) => each.complete),
  }
}

interface Found {
  readonly request: OtherRequest
  readonly complete: boolean
}

/** A name that merely contains what was searched for, the ledger, and the request's own branch are none. */
function decodeBranchOf(branch: Fields, target: string, needs: DetailNeeds): readonly Found[] {
  const name = text(branch.name, 'the name of a branch')
  const [, digits] = /^issueops\/(?:[^/]+\/)?([1-9][0-9]{0,14})-[^/]+$/.exec(name) ?? []
  if (digits === undefined || name === needs.branch) return []
  const ours = name.startsWith(needs.prefix) && !name.slice(needs.prefix.length).includes('/')
  const issue = ours && isNumbered(Number(digits)) ? issueNumber(Number(digits)) : null
  if (issue !== null && isOwn(name, needs)) return []
  const pulls = nodes(branch.associatedPullRequests, 'the pull requests of a branch').filter(
    (pull) =>
      !flag(pull.isCrossRepository, 'whether a pull request leaves the repository') &&
      text(pull.baseRefName, 'the base of a pull request') === target,
  )
  return pulls.map((pull) => {
    const files = optionalFields(pull.files, 'the files of a pull request')
    const paths = nodes(files, 'the files of a pull request').map((file) =>
      text(file.path, 'the path of a file'),
    )
    return {
      request: {
        issue,
        pull: pullNumber(whole(pull.number, 'the number of a pull request')),
        head: objectId(pull.headRefOid, 'the head of a pull request'),
        paths,
      },
      complete: files !== null && whole(files.totalCount, 'the number of files') <= paths.length,
    }
  })
}

/** A branch of this very issue, under another request type. */
function isOwn(name: string, { prefix, branch }: DetailNeeds): boolean {
  return name.startsWith(`${prefix}${branch.slice(prefix.length).split('-')[0]}-`)
}
