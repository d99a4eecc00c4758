import type { Octokit } from '@octokit/rest'
import { type Oid, oid, type RepositoryRef, sameRepository } from '../model/ids.js'
import type { Instant } from '../model/instant.js'
import { type ArchivedEntry, readArchive } from './archive.js'
import { call, limitEnds } from './call.js'
import { GitHubError } from './errors.js'

/** Everything the toolkit reads of GitHub. There is no way to write through it. */
export interface Reader {
  readonly repository: RepositoryRef
  /** Whether other repositories are read with the same token, so that one query may ask about both. */
  readonly oneToken: boolean
  /** The reader of the repository some manifests live in; itself where that is this one. */
  at(repository: RepositoryRef): Reader
  /** A GraphQL query. Parts the token may not see come back as null, with an error that names their path. */
  query(
    operation: string,
    document: string,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<QueryAnswer>
  /** Somebody's permission in the repository, or null if GitHub knows of none. */
  permission(login: string): Promise<PermissionAnswer | null>
  /** The bytes of a blob. */
  blob(oid: Oid): Promise<Uint8Array>
  /** Everything a commit holds; attributes of the repository may leave files out and change them. */
  archive(commit: Oid): Promise<readonly ArchivedEntry[]>
  /** Everything that stands in a commit, as far as GitHub lists it in one answer; `truncated` says where that is not all. */
  tree(commit: Oid): Promise<TreeAnswer>
  /** A commit with the files it changed against its first parent. */
  commit(oid: Oid): Promise<CommitAnswer>
  /** Whether a commit is another, or has it among those before it. */
  comesAfter(later: Oid, earlier: Oid): Promise<boolean>
  /** The commit from which a change to a branch begins: the newest that both have. */
  mergeBase(branch: string, head: Oid): Promise<Oid>
  /** The open issues, the oldest activity first; pull requests are left out. */
  openIssues(): Promise<readonly ListedIssue[]>
  /** The closed issues that somebody has touched since then; pull requests are left out. */
  touchedIssues(since: Instant): Promise<readonly ListedIssue[]>
  /** Names of the branches of requests. */
  requestBranches(): Promise<readonly string[]>
}

/** What a list of issues tells of one of them. */
export interface ListedIssue {
  readonly number: number
  readonly labels: readonly string[]
  /** What it says; empty where it says nothing. */
  readonly body: string
  /** How GitHub sees whoever filed it, as in `MEMBER`; members who hide their membership look like strangers. */
  readonly association: string
  readonly updatedAt: Instant
  /** GitHub's clock when it was listed. */
  readonly listedAt: Instant
}

export interface QueryAnswer {
  readonly data: unknown
  readonly errors: readonly {
    readonly path: readonly (string | number)[]
    readonly type: string
    readonly message: string
  }[]
  /** GitHub's clock. */
  readonly date: Instant
}

export interface PermissionAnswer {
  /** The exact role; custom roles have names of their own. */
  readonly roleName: string
  /** The coarse permission: admin, write, read or none. */
  readonly permission: string
  readonly id: number | null
}

export interface CommitAnswer {
  readonly tree: string
  readonly files: readonly {
    readonly path: string
    readonly previousPath: string | null
    readonly status: string
    readonly blob: string | null
  }[]
}

export interface TreeAnswer {
  readonly entries: readonly { readonly path: string; readonly mode: number; readonly oid: Oid }[]
  readonly truncated: boolean
}

/**
 * A reader of one repository. All its functions throw {@link GitHubError}.
 * @param elsewhere the client for other repositories that manifests live in.
 */
export function createReader(octokit: Octokit, repository: RepositoryRef, elsewhere = octokit): Reader {
  const here = { owner: repository.owner, repo: repository.name }
  const reader: Reader = {
    repository,
    oneToken: elsewhere === octokit,
    at: (other) => (sameRepository(other, repository) ? reader : createReader(elsewhere, other)),
    query: (operation, document, variables) => query(octokit, operation, document, variables),
    permission: (username) => permission(octokit, here, username),
    blob: async (fileSha) => {
      const answer = await call(reading('read a file', 'contents: read'), () =>
        octokit.rest.git.getBlob({ ...here, file_sha: fileSha }),
      )
      return Buffer.from(answer.data.content, 'base64')
    },
    archive: (commit) => readArchive(octokit, here, commit),
    tree: async (commit) => {
      const { data } = await call(reading('list the files of the target', 'contents: read'), () =>
        octokit.rest.git.getTree({ ...here, tree_sha: commit, recursive: '1' }),
      )
      const entries = data.tree.map(({ path, mode, sha }) => ({
        path: path ?? '',
        mode: Number.parseInt(mode ?? '', 8),
        oid: oid(sha ?? ''),
      }))
      return { entries, truncated: data.truncated }
    },
    commit: async (ref) => {
      const { data } = await call(reading('read the merge commit', 'contents: read'), () =>
        octokit.rest.repos.getCommit({ ...here, ref }),
      )
      return {
        tree: data.commit.tree.sha,
        files: (data.files ?? []).map((file) => ({
          path: file.filename,
          previousPath: file.previous_filename ?? null,
          status: file.status,
          blob: file.sha,
        })),
      }
    },
    comesAfter: (later, earlier) => comesAfter(octokit, here, later, earlier),
    mergeBase: async (branch, head) => {
      const { data } = await call(reading('find where the change begins', 'contents: read'), () =>
        octokit.rest.repos.compareCommitsWithBasehead({
          ...here,
          basehead: `${branch}...${head}`,
          per_page: 1,
        }),
      )
      return oid(data.merge_base_commit.sha)
    },
    requestBranches: () => requestBranches(octokit, here),
    openIssues: () => listIssues(octokit, here, { state: 'open' }),
    touchedIssues: (since) => listIssues(octokit, here, { state: 'closed', since }),
  }
  return reader
}

/** The oldest activity first. */
function listIssues(
  octokit: Octokit,
  here: { readonly owner: string; readonly repo: string },
  which: { readonly state: 'open' | 'closed'; readonly since?: Instant },
): Promise<readonly ListedIssue[]> {
  return call(reading(`list the ${which.state} issues`, 'issues: read'), () =>
    octokit.paginate(
      octokit.rest.issues.listForRepo,
      { ...here, ...which, sort: 'updated', direction: 'asc', per_page: 100 },
      ({ data, headers }) =>
        data
          .filter((issue) => issue.pull_request === undefined)
          .map((issue) => ({
            number: issue.number,
            labels: issue.labels.flatMap((label) => (typeof label === 'string' ? label : (label.name ?? []))),
            body: issue.body ?? '',
            association: issue.author_association ?? 'UNKNOWN',
            updatedAt: issue.updated_at,
            listedAt: headers.date === undefined ? issue.updated_at : instantOf(headers.date),
          })),
    ),
  )
}

/** GitHub answers 404 for two commits that have nothing in common. Source: REST reference, “Compare two commits”. */
async function comesAfter(
  octokit: Octokit,
  here: { readonly owner: string; readonly repo: string },
  later: Oid,
  earlier: Oid,
): Promise<boolean> {
  const purpose = reading('compare the merge commit with its branch', 'contents: read')
  try {
    const { data } = await call(purpose, () =>
      octokit.rest.repos.compareCommitsWithBasehead({
        ...here,
        basehead: `${earlier}...${later}`,
        per_page: 1,
      }),
    )
    return data.status === 'ahead' || data.status === 'identical'
  } catch (error) {
    if (error instanceof GitHubError && error.failure === 'not-found') return false
    throw error
  }
}

const branchesQuery = `
  query Branches($owner: String!, $name: String!, $after: String) {
    repository(owner: $owner, name: $name) {
      refs(refPrefix: "refs/heads/", query: "issueops/", first: 100, after: $after) {
        nodes { name }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`

interface BranchesPage {
  readonly repository?: {
    readonly refs?: {
      readonly nodes: readonly { readonly name: string }[]
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    } | null
  } | null
}

async function requestBranches(
  octokit: Octokit,
  here: { readonly owner: string; readonly repo: string },
): Promise<readonly string[]> {
  const names: string[] = []
  let after: string | null = null
  do {
    const variables = { owner: here.owner, name: here.repo, after }
    const { data } = await query(octokit, 'list the branches of requests', branchesQuery, variables)
    const page = Object(data) as BranchesPage
    const refs = page.repository?.refs
    names.push(...(refs?.nodes ?? []).map(({ name }) => name).filter((name) => name.startsWith('issueops/')))
    after = refs?.pageInfo.hasNextPage === true ? refs.pageInfo.endCursor : null
  } while (after !== null)
  return names
}

function reading(operation: string, permission: string) {
  return { operation, permission, write: false }
}

async function query(
  octokit: Octokit,
  operation: string,
  document: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<QueryAnswer> {
  const purpose = reading(operation, 'contents: read, issues: read, pull-requests: read, checks: read')
  const answer = await call(purpose, () => octokit.request('POST /graphql', { query: document, variables }))
  const body: unknown = answer.data
  if (typeof body !== 'object' || body === null) throw malformed(purpose)
  const data = 'data' in body ? body.data : null
  const errors = 'errors' in body && Array.isArray(body.errors) ? body.errors.map(decodeError) : []
  const limited = errors.find((error) => error.type === 'RATE_LIMITED')
  const first = limited ?? (data === null || data === undefined ? errors[0] : undefined)
  if (first !== undefined) {
    throw new GitHubError({
      ...purpose,
      failure: limited === undefined ? 'refused' : 'rate-limited',
      status: 200,
      detail: limited === undefined ? first.message : `${first.message}${limitEnds(answer.headers)}`,
      cause: first,
    })
  }
  const date = answer.headers.date
  // Without its zone the time would be read as this machine's.
  const zoned = date !== undefined && /(?: GMT|Z|[+-]\d{2}:?\d{2})$/.test(date)
  if (!zoned || Number.isNaN(Date.parse(date))) throw malformed(purpose)
  return { data, errors, date: instantOf(date) }
}

/** The clock of an answer's header. */
function instantOf(date: string): Instant {
  return new Date(date).toISOString().replace('.000Z', 'Z')
}

function decodeError(error: unknown): QueryAnswer['errors'][number] {
  const fields: Readonly<Record<string, unknown>> =
    typeof error === 'object' && error !== null ? { ...error } : {}
  const path = Array.isArray(fields.path)
    ? fields.path.filter((step) => typeof step === 'string' || typeof step === 'number')
    : []
  return {
    path,
    type: typeof fields.type === 'string' ? fields.type : 'UNKNOWN',
    message: typeof fields.message === 'string' ? fields.message : 'no message',
  }
}

function malformed(purpose: ReturnType<typeof reading>): GitHubError {
  return new GitHubError({
    ...purpose,
    failure: 'unavailable',
    status: 200,
    detail: 'the answer is not what GitHub documents',
    cause: undefined,
  })
}

async function permission(
  octokit: Octokit,
  here: { readonly owner: string; readonly repo: string },
  username: string,
): Promise<PermissionAnswer | null> {
  const purpose = reading(`look up the role of ${username}`, 'metadata: read')
  try {
    const { data } = await call(purpose, () =>
      octokit.rest.repos.getCollaboratorPermissionLevel({ ...here, username }),
    )
    return { roleName: data.role_name, permission: data.permission, id: data.user?.id ?? null }
  } catch (error) {
    if (error instanceof GitHubError && error.failure === 'not-found') return null
    throw error
  }
}
