import { readCommit } from '../git/commits.js'
import { listRefs, readRef } from '../git/refs.js'
import { Lacking } from '../lacking.js'
import { nodeId, repositoryPageUrl } from '../rest/urls.js'
import { givenRole, mayWrite, roleOf } from '../world/identity.js'
import { isPull, type PullIssue } from '../world/pulls.js'
import { rulesetsOf } from '../world/rulesets.js'
import { accountOf, fullName, type Issue, type Repository } from '../world/world.js'
import { demandGraphRead, type GraphCall, type GraphNodes, graphError, reads } from './call.js'
import { bounds, type ConnectionArguments, connection } from './connection.js'
import { graphCommit, graphObject } from './git-objects.js'
import { graphIssue } from './issue.js'
import { graphActor } from './people.js'
import { graphPull } from './pull.js'

/** The objects that others lead back to. */
export const graphNodes: GraphNodes = { repository: graphRepository, ref: graphRef, pull: graphPull }

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
    issueCreationPolicy: repository.issueCreation,
    mergeCommitAllowed: repository.mergeMethods.includes('merge'),
    squashMergeAllowed: repository.mergeMethods.includes('squash'),
    rebaseMergeAllowed: repository.mergeMethods.includes('rebase'),
    autoMergeAllowed: repository.autoMergeAllowed,
    deleteBranchOnMerge: repository.deleteBranchOnMerge,
    defaultBranchRef: () => refNamed(call, repository, `refs/heads/${repository.defaultBranch}`),
    refs: reads(['refPrefix', 'query', 'direction', ...bounds], async (args: RefsArguments) => {
      const refs = [...listRefs(repository.git, args.refPrefix)]
      const wanted = refs.filter(([ref]) => ref.slice(args.refPrefix.length).includes(args.query ?? ''))
      if (args.direction === 'DESC') wanted.reverse()
      return connection('refs', wanted, args, ([ref, oid]) => graphRef(call, repository, ref, oid))
    }),
    ref: reads(['qualifiedName'], ({ qualifiedName }: { readonly qualifiedName: string }) =>
      findRef(call, repository, qualifiedName),
    ),
    object: reads(['expression', 'oid'], (args: ObjectArguments) => objectAt(call, repository, args)),
    collaborators: reads(['login', 'query', ...bounds], (args: CollaboratorsArguments) =>
      collaborators(call, repository, args),
    ),
    ...issueFields(call, repository),
  }
}

/** `none` is null; an App's installation has the permission to write or read by what it was granted. */
function viewerPermission({ world, identity }: GraphCall, repository: Repository): string | null {
  if (identity.kind === 'app') return identity.permissions.get('contents') === 'write' ? 'WRITE' : 'READ'
  const role = roleOf(world, repository, identity.account)
  return role === 'none' ? null : role.toUpperCase()
}

interface CollaboratorsArguments extends ConnectionArguments {
  readonly login?: string | null
  readonly query?: string | null
}

/** Everybody who was given a role. Source: GraphQL reference, RepositoryCollaboratorConnection; it takes push access to see it. */
function collaborators(call: GraphCall, repository: Repository, args: CollaboratorsArguments) {
  const { world, identity } = call
  if (!mayWrite(world, identity, repository, 'contents', 'write'))
    throw graphError('FORBIDDEN', 'Must have push access to view repository collaborators.')
  const everyone = [...world.accounts.values()].filter(({ type }) => type === 'User')
  const found = everyone
    .map((account) => ({ account, role: givenRole(world, repository, account) }))
    .filter(({ role }) => role !== 'none')
    .filter(({ account: { login } }) => {
      const one = args.login ?? login
      return (
        login.toLowerCase() === one.toLowerCase() &&
        login.toLowerCase().includes((args.query ?? '').toLowerCase())
      )
    })
  const page = connection('collaborators', found, args, ({ account }) => graphActor(account))
  const roles = new Map(found.map(({ account, role }) => [account.id, role.toUpperCase()]))
  return {
    ...page,
    edges: page.edges.map((edge) => ({ ...edge, permission: roles.get(Object(edge.node).databaseId) })),
  }
}

interface RefsArguments extends ConnectionArguments {
  readonly refPrefix: string
  /** Parts of names, like GitHub's search for a branch. */
  readonly query?: string | null
  readonly direction?: 'ASC' | 'DESC' | null
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
    associatedPullRequests: reads(pullFilters, (args: PullsArguments) => {
      const own = wantedPulls(repository, args).filter(({ pull }) => {
        return pull.headRepository === fullName(repository) && `refs/heads/${pull.headBranch}` === ref
      })
      return connection('associatedPullRequests', own, args, (issue) => graphPull(call, repository, issue))
    }),
    rules: reads(bounds, (args: ConnectionArguments) => {
      const own = rulesetsOf(repository).filter(({ branch }) => `refs/heads/${branch}` === ref)
      const all = own.flatMap(({ id, rules }) => rules.map(({ type }) => ({ ruleset: id, type })))
      return connection('rules', all, args, ({ ruleset, type }) => ({
        __typename: 'RepositoryRule',
        id: nodeId('RepositoryRule', `${ruleset}:${type}`),
        type: type.toUpperCase(),
      }))
    }),
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
  const refs = listRefs(repository.git)
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
  if (typeof oid === 'string' && !/^[0-9a-f]{40}$/.test(oid))
    throw new Lacking(`${oid} is not the whole id of an object`)
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

const issueFilters = ['states[]', 'labels[]', 'orderBy.field', 'orderBy.direction', ...bounds]
const pullFilters = ['headRefName', 'baseRefName', ...issueFilters]

function issueFields(call: GraphCall, repository: Repository) {
  return {
    issue: reads(['number'], ({ number }: { readonly number: number }) => {
      demandGraphRead(call, repository, 'issues')
      const issue = repository.data.issues.get(number)
      if (issue === undefined || issue.pull !== null) {
        throw graphError('NOT_FOUND', `Could not resolve to an Issue with the number of ${number}.`)
      }
      return graphIssue(call, repository, issue)
    }),
    issues: reads(issueFilters, (args: IssuesArguments) => {
      demandGraphRead(call, repository, 'issues')
      const issues = [...repository.data.issues.values()].filter((issue) => issue.pull === null)
      const found = ordered(issues.filter(wantedBy(args)), args)
      return connection('issues', found, args, (issue) => graphIssue(call, repository, issue))
    }),
    pullRequest: reads(['number'], ({ number }: { readonly number: number }) => {
      demandGraphRead(call, repository, 'pull_requests')
      const issue = repository.data.issues.get(number)
      if (issue === undefined || !isPull(issue)) {
        throw graphError('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`)
      }
      return graphPull(call, repository, issue)
    }),
    pullRequests: reads(pullFilters, (args: PullsArguments) => {
      demandGraphRead(call, repository, 'pull_requests')
      return connection('pullRequests', wantedPulls(repository, args), args, (issue) =>
        graphPull(call, repository, issue),
      )
    }),
  }
}

function wantedPulls(repository: Repository, args: PullsArguments): readonly PullIssue[] {
  const { headRefName, baseRefName } = args
  const found = [...repository.data.issues.values()]
    .filter(isPull)
    .filter(wantedBy(args))
    .filter(({ pull }) => {
      const { headBranch, baseBranch } = pull
      return (headRefName ?? headBranch) === headBranch && (baseRefName ?? baseBranch) === baseBranch
    })
  return ordered(found, args)
}

/** Any of the labels is enough here, unlike in REST. */
function wantedBy({ states, labels }: IssuesArguments): (issue: Issue) => boolean {
  const names = labels?.map((name) => name.toLowerCase()) ?? null
  return (issue) => {
    const state = issue.pull?.merged === null || issue.pull === null ? issue.state.toUpperCase() : 'MERGED'
    if (states !== undefined && states !== null && !states.includes(state)) return false
    return names === null || issue.labels.some((one) => names.includes(one.toLowerCase()))
  }
}

const orders: ReadonlyMap<string, (a: Issue, b: Issue) => number> = new Map([
  ['CREATED_AT', () => 0],
  ['UPDATED_AT', (a: Issue, b: Issue) => a.updatedAt.localeCompare(b.updatedAt)],
  ['COMMENTS', (a: Issue, b: Issue) => a.comments.length - b.comments.length],
])

function ordered<T extends Issue>(issues: readonly T[], { orderBy }: IssuesArguments): readonly T[] {
  const field = orderBy?.field ?? 'CREATED_AT'
  const order = orders.get(field)
  if (order === undefined) throw new Lacking(`issues cannot be ordered by ${field} here`)
  const sorted = [...issues].sort((a, b) => order(a, b) || a.number - b.number)
  return orderBy?.direction === 'DESC' ? sorted.reverse() : sorted
}
