import { readCommit } from '../git/commits.js'
import { listRefs, readRef } from '../git/refs.js'
import { nodeId, repositoryPageUrl } from '../rest/urls.js'
import { roleOf } from '../world/identity.js'
import { isPull, type PullIssue } from '../world/pulls.js'
import { accountOf, fullName, type Issue, type Repository } from '../world/world.js'
import { demandGraphRead, type GraphCall, graphError } from './call.js'
import { type ConnectionArguments, connection } from './connection.js'
import { graphCommit, graphObject } from './git-objects.js'
import { graphIssue } from './issue.js'
import { graphActor } from './people.js'
import { graphPull } from './pull.js'

/** Source: GraphQL reference, object Repository. What a token may not read refuses when it is asked for. */
export function graphRepository(call: GraphCall, repository: Repository): Record<string, unknown> {
  return {
    __typename: 'Repository',
    id: nodeId('Repository', repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullName(repository),
    url: repositoryPageUrl(repository),
    owner: graphActor(accountOf(call.world, repository.owner)),
    isPrivate: repository.private,
    isFork: repository.forkOf !== null,
    isArchived: false,
    visibility: repository.private ? 'PRIVATE' : 'PUBLIC',
    viewerPermission: viewerPermission(call, repository),
    mergeCommitAllowed: repository.mergeMethods.includes('merge'),
    squashMergeAllowed: repository.mergeMethods.includes('squash'),
    rebaseMergeAllowed: repository.mergeMethods.includes('rebase'),
    autoMergeAllowed: repository.autoMergeAllowed,
    deleteBranchOnMerge: repository.deleteBranchOnMerge,
    defaultBranchRef: () => refNamed(call, repository, `refs/heads/${repository.defaultBranch}`),
    refs: async (args: RefsArguments) => {
      const refs = [...(await listRefs(repository.git, args.refPrefix))]
      const wanted = refs.filter(([ref]) => ref.slice(args.refPrefix.length).includes(args.query ?? ''))
      return connection('refs', wanted, args, ([ref, oid]) => graphRef(call, repository, ref, oid))
    },
    ref: ({ qualifiedName }: { readonly qualifiedName: string }) => findRef(call, repository, qualifiedName),
    object: (args: ObjectArguments) => objectAt(call, repository, args),
    ...issueFields(call, repository),
  }
}

/** `none` is null; an App's installation has the permission to write or read by what it was granted. */
function viewerPermission({ world, identity }: GraphCall, repository: Repository): string | null {
  if (identity.kind === 'app') return identity.permissions.get('contents') === 'write' ? 'WRITE' : 'READ'
  const role = roleOf(world, repository, identity.account)
  return role === 'none' ? null : role.toUpperCase()
}

interface RefsArguments extends ConnectionArguments {
  readonly refPrefix: string
  /** Parts of names, like GitHub's search for a branch. */
  readonly query?: string | null
}

/** Source: GraphQL reference, object Ref. */
export function graphRef(call: GraphCall, repository: Repository, ref: string, oid: string) {
  const [prefix = ''] = /^refs\/[^/]+\//.exec(ref) ?? []
  return {
    id: nodeId('Ref', `${repository.id}:${ref}`),
    name: ref.slice(prefix.length),
    prefix,
    repository: () => graphRepository(call, repository),
    // Only pull requests whose head is this very branch; a fork's branch of the same name is another ref.
    associatedPullRequests: (args: PullsArguments) => {
      const own = wantedPulls(repository, args).filter(({ pull }) => {
        return pull.headRepository === fullName(repository) && `refs/heads/${pull.headBranch}` === ref
      })
      return connection('associatedPullRequests', own, args, (issue) => graphPull(call, repository, issue))
    },
    target: async () => {
      const commit = await readCommit(repository.git, oid)
      return commit === null ? null : graphCommit(call, repository, commit)
    },
  }
}

async function refNamed(call: GraphCall, repository: Repository, ref: string) {
  demandGraphRead(call, repository, 'contents')
  const oid = await readRef(repository.git, ref)
  return oid === null ? null : graphRef(call, repository, ref, oid)
}

/** GitHub takes a full ref, or a name that it looks for among the branches and then the tags. */
async function findRef(call: GraphCall, repository: Repository, name: string) {
  demandGraphRead(call, repository, 'contents')
  const refs = await listRefs(repository.git)
  for (const ref of [name, `refs/${name}`, `refs/heads/${name}`, `refs/tags/${name}`]) {
    const oid = refs.get(ref)
    if (oid !== undefined && ref.startsWith('refs/')) return graphRef(call, repository, ref, oid)
  }
  return null
}

interface ObjectArguments {
  readonly expression?: string | null
  readonly oid?: string | null
}

/** A missing path or revision is null, not an error. */
async function objectAt(call: GraphCall, repository: Repository, { expression, oid }: ObjectArguments) {
  demandGraphRead(call, repository, 'contents')
  const name = oid ?? expression ?? ''
  const object = await repository.git.read(name)
  const colon = name.indexOf(':')
  return object === null
    ? null
    : graphObject(call, repository, object, colon < 0 ? '' : name.slice(colon + 1))
}

interface IssuesArguments extends ConnectionArguments {
  readonly states?: readonly string[] | null
  readonly labels?: readonly string[] | null
  readonly orderBy?: { readonly field: string; readonly direction: 'ASC' | 'DESC' } | null
}

interface PullsArguments extends IssuesArguments {
  readonly headRefName?: string | null
  readonly baseRefName?: string | null
}

function issueFields(call: GraphCall, repository: Repository) {
  return {
    issue: ({ number }: { readonly number: number }) => {
      demandGraphRead(call, repository, 'issues')
      const issue = repository.data.issues.get(number)
      if (issue === undefined || issue.pull !== null) {
        throw graphError('NOT_FOUND', `Could not resolve to an Issue with the number of ${number}.`)
      }
      return graphIssue(call, repository, issue)
    },
    issues: (args: IssuesArguments) => {
      demandGraphRead(call, repository, 'issues')
      const issues = [...repository.data.issues.values()].filter((issue) => issue.pull === null)
      const found = ordered(
        issues.filter((issue) => wanted(issue, args)),
        args,
      )
      return connection('issues', found, args, (issue) => graphIssue(call, repository, issue))
    },
    pullRequest: ({ number }: { readonly number: number }) => {
      demandGraphRead(call, repository, 'pull_requests')
      const issue = repository.data.issues.get(number)
      if (issue === undefined || !isPull(issue)) {
        throw graphError('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`)
      }
      return graphPull(call, repository, issue)
    },
    pullRequests: (args: PullsArguments) => {
      demandGraphRead(call, repository, 'pull_requests')
      return connection('pullRequests', wantedPulls(repository, args), args, (issue) =>
        graphPull(call, repository, issue),
      )
    },
  }
}

function wantedPulls(repository: Repository, args: PullsArguments): readonly PullIssue[] {
  const found = [...repository.data.issues.values()].filter(isPull).filter((issue) => {
    const { headBranch, baseBranch } = issue.pull
    return (
      wanted(issue, args) &&
      (args.headRefName ?? headBranch) === headBranch &&
      (args.baseRefName ?? baseBranch) === baseBranch
    )
  })
  return ordered(found, args)
}

function wanted(issue: Issue, { states, labels }: IssuesArguments): boolean {
  const state = issue.pull?.merged === null || issue.pull === null ? issue.state.toUpperCase() : 'MERGED'
  if (states !== undefined && states !== null && !states.includes(state)) return false
  if (labels === undefined || labels === null) return true
  // Any of the labels is enough here, unlike in REST.
  return labels.some((name) => issue.labels.some((one) => one.toLowerCase() === name.toLowerCase()))
}

function ordered<T extends Issue>(issues: readonly T[], { orderBy }: IssuesArguments): readonly T[] {
  const byUpdate = orderBy?.field === 'UPDATED_AT'
  const sorted = [...issues].sort(
    (a, b) => (byUpdate ? a.updatedAt.localeCompare(b.updatedAt) : 0) || a.number - b.number,
  )
  return orderBy?.direction === 'DESC' ? sorted.reverse() : sorted
}
