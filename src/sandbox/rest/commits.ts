import { readCommit, signedAt } from '../git/commits.js'
import { diffFiles, emptyTree } from '../git/diff.js'
import { countCommits, listCommits, mergeBase } from '../git/history.js'
import { Lacking } from '../lacking.js'
import { demandRead } from '../world/identity.js'
import { notFound, Refusal } from '../world/refusal.js'
import type { Repository } from '../world/world.js'
import { ok, param, type RestAnswer, type RestCall, type Route, repositoryOf, revisionOf } from './call.js'
import { diffIn } from './diff-in.js'
import { pagedList, pageOf, paging } from './paging.js'
import { instant } from './query.js'
import { shapeCommit, shapeFile } from './shape-commit.js'
import { repositoryPageUrl } from './urls.js'

/** Files of a commit on one page, and most files of a comparison. Source: REST docs, “Get a commit” and “Compare two commits”. */
const filesPerPage = 300
/** Commits of a comparison on one page unless asked otherwise. Source: REST docs, “Compare two commits”. */
const comparedPerPage = 250

/** Most commits of a branch the sandbox lists, over all pages. */
const listedCommitsMax = 10_000

export const commitRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/commits',
    query: ['sha', 'path', 'since', 'until', ...paging],
    handle: getCommits,
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/commits/{ref}+',
    query: paging,
    formats: ['diff', 'patch', 'sha'],
    handle: getCommit,
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/compare/{basehead}+',
    query: paging,
    formats: ['diff', 'patch'],
    handle: compare,
  },
]

function readable(call: RestCall): Repository {
  const repository = repositoryOf(call)
  demandRead(call.world, call.identity, repository, 'contents')
  return repository
}

/** The commits of a branch, newest first. Source: REST docs, "List commits". */
async function getCommits(call: RestCall): Promise<RestAnswer> {
  const repository = readable(call)
  const { query } = call
  const from = revisionOf(query.get('sha') ?? repository.defaultBranch)
  const path = query.get('path')
  const since = instant(query, 'since')
  const until = instant(query, 'until')
  if ((await readCommit(repository.git, from)) === null) throw notFound()
  const all = await listCommits(repository.git, from, null, listedCommitsMax, path)
  const commits = all.filter(({ committer }) => {
    const at = signedAt(committer)
    return (since === null || at >= since) && (until === null || at <= until)
  })
  return pagedList(call, commits, (commit) => shapeCommit(call.world, repository, commit))
}

async function getCommit(call: RestCall): Promise<RestAnswer> {
  const repository = readable(call)
  const ref = revisionOf(param(call, 'ref'))
  const commit = await readCommit(repository.git, ref)
  if (commit === null) throw new Refusal(422, `No commit found for SHA: ${ref}`)
  if (call.format === 'sha') return ok(Buffer.from(commit.oid))
  const before = commit.parents[0] ?? emptyTree
  // What a merge looks like as a patch, only GitHub knows.
  if (call.format === 'patch' && commit.parents.length > 1)
    throw new Lacking('a merge cannot be written as a patch')
  if (call.format !== 'json') return ok(await diffIn(call.format, repository.git, before, commit.oid))
  const all = await diffFiles(repository.git, before, commit.oid)
  const page = pageOf(call, all, filesPerPage)
  const additions = all.reduce((sum, file) => sum + file.additions, 0)
  const deletions = all.reduce((sum, file) => sum + file.deletions, 0)
  const answer = {
    ...shapeCommit(call.world, repository, commit),
    stats: { total: additions + deletions, additions, deletions },
    files: page.items.map((file) => shapeFile(repository, commit.oid, file)),
  }
  return { ...ok(answer), headers: page.headers }
}

async function compare(call: RestCall): Promise<RestAnswer> {
  const repository = readable(call)
  const { git } = repository
  const [from = '', to, more] = param(call, 'basehead').split('...')
  if (to === undefined || more !== undefined)
    throw new Lacking(`${param(call, 'basehead')} cannot be compared here`)
  const base = await readCommit(git, revisionOf(from))
  const head = await readCommit(git, revisionOf(to))
  if (base === null || head === null) throw notFound()
  const meeting = await mergeBase(git, base.oid, head.oid)
  const start = meeting === null ? null : await readCommit(git, meeting)
  if (start === null) throw new Refusal(404, `No common ancestor between ${from} and ${to}.`)
  if (call.format !== 'json') return ok(await diffIn(call.format, git, start.oid, head.oid))
  const ahead = await countCommits(git, head.oid, base.oid)
  const behind = await countCommits(git, base.oid, head.oid)
  const commits = [...(await listCommits(git, head.oid, base.oid, listedCommitsMax))].reverse()
  const paged = pageOf(call, commits, comparedPerPage)
  // Only the first page has the files.
  const files =
    call.query.get('page') === null || call.query.get('page') === '1'
      ? await diffFiles(git, start.oid, head.oid)
      : []
  const page = `${repositoryPageUrl(repository)}/compare/${from}...${to}`
  const remote = `${repository.remoteUrl}/compare/${from}...${to}`
  const answer = {
    url: `${repository.apiUrl}/compare/${from}...${to}`,
    html_url: page,
    permalink_url: `${repositoryPageUrl(repository)}/compare/${base.oid}...${head.oid}`,
    diff_url: `${remote}.diff`,
    patch_url: `${remote}.patch`,
    base_commit: shapeCommit(call.world, repository, base),
    merge_base_commit: shapeCommit(call.world, repository, start),
    status: statusOf(ahead, behind),
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: paged.items.map((commit) => shapeCommit(call.world, repository, commit)),
    files: files.slice(0, filesPerPage).map((file) => shapeFile(repository, head.oid, file)),
  }
  return { ...ok(answer), headers: paged.headers }
}

function statusOf(ahead: number, behind: number): 'identical' | 'ahead' | 'behind' | 'diverged' {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead'
  return behind > 0 ? 'behind' : 'identical'
}
