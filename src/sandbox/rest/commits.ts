import { countCommits, listCommits, mergeBase, readCommit } from '../git/commits.js'
import { diffFiles, emptyTree } from '../git/diff.js'
import { demandRead } from '../world/identity.js'
import { notFound, Refusal } from '../world/refusal.js'
import type { Repository } from '../world/world.js'
import { ok, param, type RestAnswer, type RestCall, type Route, repositoryOf } from './call.js'
import { pagedList, pageOf } from './paging.js'
import { shapeCommit, shapeFile } from './shape-commit.js'
import { repositoryApiUrl, repositoryPageUrl } from './urls.js'

/** Most files of a comparison. Source: REST docs, "Compare two commits". */
const comparedFilesMax = 300

/** Most commits of a branch the sandbox lists, over all pages. */
const listedCommitsMax = 10_000

export const commitRoutes: readonly Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}/commits', handle: getCommits },
  { method: 'GET', path: '/repos/{owner}/{repo}/commits/{ref}+', handle: getCommit },
  { method: 'GET', path: '/repos/{owner}/{repo}/compare/{basehead}+', handle: compare },
]

function readable(call: RestCall): Repository {
  const repository = repositoryOf(call)
  demandRead(call.world, call.identity, repository, 'contents')
  return repository
}

/** The commits of a branch, newest first. Source: REST docs, "List commits". */
async function getCommits(call: RestCall): Promise<RestAnswer> {
  const repository = readable(call)
  const from = call.query.get('sha') ?? repository.defaultBranch
  if ((await readCommit(repository.git, from)) === null) throw notFound()
  const commits = await listCommits(repository.git, from, null, listedCommitsMax)
  return pagedList(call, commits, (commit) => shapeCommit(call.world, repository, commit))
}

async function getCommit(call: RestCall): Promise<RestAnswer> {
  const repository = readable(call)
  const ref = param(call, 'ref')
  const commit = await readCommit(repository.git, ref)
  if (commit === null) throw new Refusal(422, `No commit found for SHA: ${ref}`)
  const all = await diffFiles(repository.git, commit.parents[0] ?? emptyTree, commit.oid)
  const page = pageOf({ ...call, query: withPageSize(call.query) }, all)
  const additions = all.reduce((sum, file) => sum + file.additions, 0)
  const deletions = all.reduce((sum, file) => sum + file.deletions, 0)
  const answer = {
    ...shapeCommit(call.world, repository, commit),
    stats: { total: additions + deletions, additions, deletions },
    files: page.items.map((file) => shapeFile(repository, commit.oid, file)),
  }
  return { ...ok(answer), headers: page.headers }
}

/** Files of a commit come in pages of 300, unlike everything else. Source: REST docs, "Get a commit". */
function withPageSize(query: URLSearchParams): URLSearchParams {
  const copy = new URLSearchParams(query)
  if (!copy.has('per_page')) copy.set('per_page', '100')
  return copy
}

async function compare(call: RestCall): Promise<RestAnswer> {
  const repository = readable(call)
  const { git } = repository
  const [from = '', to = ''] = param(call, 'basehead').split('...')
  const base = await readCommit(git, from)
  const head = await readCommit(git, to)
  if (base === null || head === null) throw notFound()
  const meeting = await mergeBase(git, base.oid, head.oid)
  const start = meeting === null ? null : await readCommit(git, meeting)
  if (start === null) throw new Refusal(404, `No common ancestor between ${from} and ${to}.`)
  const ahead = await countCommits(git, head.oid, base.oid)
  const behind = await countCommits(git, base.oid, head.oid)
  const commits = [...(await listCommits(git, head.oid, base.oid))].reverse()
  const files = await diffFiles(git, start.oid, head.oid)
  const page = `${repositoryPageUrl(repository)}/compare/${from}...${to}`
  return ok({
    url: `${repositoryApiUrl(repository)}/compare/${from}...${to}`,
    html_url: page,
    permalink_url: `${repositoryPageUrl(repository)}/compare/${base.oid}...${head.oid}`,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: shapeCommit(call.world, repository, base),
    merge_base_commit: shapeCommit(call.world, repository, start),
    status: statusOf(ahead, behind),
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: commits.map((commit) => shapeCommit(call.world, repository, commit)),
    files: files.slice(0, comparedFilesMax).map((file) => shapeFile(repository, head.oid, file)),
  })
}

function statusOf(ahead: number, behind: number): 'identical' | 'ahead' | 'behind' | 'diverged' {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead'
  return behind > 0 ? 'behind' : 'identical'
}
