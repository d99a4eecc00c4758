import { mergeBase } from '../git/history.js'
import { readRef } from '../git/refs.js'
import { demandRead, demandWrite } from '../world/identity.js'
import { editBody, editTitle, setState } from '../world/issues.js'
import { mergePull } from '../world/merge-pull.js'
import {
  isPull,
  openPull,
  type PullIssue,
  pullCommits,
  pullFiles,
  pullOf,
  reopenPull,
} from '../world/pulls.js'
import { invalid, Refusal } from '../world/refusal.js'
import { findRepository, type Repository } from '../world/world.js'
import {
  created,
  noContent,
  numberParam,
  ok,
  optionalChoice,
  optionalFlag,
  optionalText,
  type RestAnswer,
  type RestCall,
  type Route,
  repositoryOf,
  requiredText,
} from './call.js'
import { diffIn } from './diff-in.js'
import { roleToPatch } from './issues.js'
import type { Format } from './media.js'
import { pagedList, paging } from './paging.js'
import { chosen } from './query.js'
import { shapeCommit, shapeFile } from './shape-commit.js'
import { shapePull, shapePullSimple } from './shape-pull.js'

const base = '/repos/{owner}/{repo}/pulls'

/** Routes of pull requests; `isPending` tells whether GitHub pretends to be still computing whether one can be merged. */
export function pullRoutes(isPending: () => boolean): readonly Route[] {
  return [
    {
      method: 'GET',
      path: base,
      query: ['state', 'head', 'base', 'sort', 'direction', ...paging],
      handle: listPulls,
    },
    {
      method: 'POST',
      path: base,
      body: ['title', 'body', 'body|null', 'head', 'base', 'draft'],
      handle: postPull,
    },
    {
      method: 'GET',
      path: `${base}/{pull_number}`,
      formats: ['diff', 'patch'],
      handle: async (call) => {
        const { repository, issue } = pullIn(call)
        if (call.format !== 'json') return ok(await pullDiff(repository, issue, call.format))
        return ok(await shapePull(call.world, repository, issue, isPending()))
      },
    },
    {
      method: 'PATCH',
      path: `${base}/{pull_number}`,
      body: ['title', 'body', 'state', 'base'],
      handle: patchPull,
    },
    { method: 'GET', path: `${base}/{pull_number}/files`, query: paging, handle: listFiles },
    { method: 'GET', path: `${base}/{pull_number}/commits`, query: paging, handle: listPullCommits },
    { method: 'GET', path: `${base}/{pull_number}/merge`, handle: getMerge },
    {
      method: 'PUT',
      path: `${base}/{pull_number}/merge`,
      body: ['sha', 'merge_method', 'commit_title', 'commit_message'],
      handle: putMerge,
    },
  ]
}

interface Place {
  readonly repository: Repository
  readonly issue: PullIssue
}

function pullIn(call: RestCall): Place {
  const repository = repositoryOf(call)
  demandRead(call.world, call.identity, repository, 'pull_requests')
  return { repository, issue: pullOf(repository, numberParam(call, 'pull_number')) }
}

function listPulls(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  demandRead(call.world, call.identity, repository, 'pull_requests')
  const { query, world } = call
  const state = chosen(query, 'state', ['open', 'closed', 'all'], 'open')
  const sort = chosen(query, 'sort', ['created', 'updated'], 'created')
  // Source: REST docs, “List pull requests”, `direction`.
  const direction = chosen(query, 'direction', ['asc', 'desc'], sort === 'created' ? 'desc' : 'asc')
  const head = query.get('head')
  const wantedBase = query.get('base')
  const found = [...repository.data.issues.values()].filter(isPull).filter((issue) => {
    const owner = findRepository(world, issue.pull.headRepository)?.owner ?? ''
    return (
      (state === 'all' || issue.state === state) &&
      // A head without its owner is ignored, as on GitHub.
      (head === null ||
        !head.includes(':') ||
        head.toLowerCase() === `${owner}:${issue.pull.headBranch}`.toLowerCase()) &&
      (wantedBase === null || issue.pull.baseBranch === wantedBase)
    )
  })
  if (sort === 'updated') found.sort((a, b) => a.updatedAt.localeCompare(b.updatedAt) || a.number - b.number)
  if (direction === 'desc') found.reverse()
  return pagedList(call, found, (issue) => shapePullSimple(world, repository, issue))
}

async function postPull(call: RestCall): Promise<RestAnswer> {
  const { world, identity, body } = call
  const repository = repositoryOf(call)
  demandWrite(world, identity, repository, 'pull_requests', 'read')
  const issue = await openPull(world, identity, repository, {
    title: requiredText(body, 'title'),
    body: optionalText(body, 'body') ?? '',
    head: requiredText(body, 'head'),
    base: requiredText(body, 'base'),
    draft: optionalFlag(body, 'draft') ?? false,
  })
  return created(await shapePull(world, repository, issue, true))
}

/** What the pull request brings, against where it left its base. */
async function pullDiff(repository: Repository, { pull }: PullIssue, format: Format): Promise<Buffer> {
  const { git } = repository
  const start = await mergeBase(git, pull.baseOid, pull.headOid)
  return diffIn(format, git, start ?? pull.baseOid, pull.headOid)
}

async function patchPull(call: RestCall): Promise<RestAnswer> {
  const { world, identity, body } = call
  const { repository, issue } = pullIn(call)
  demandWrite(world, identity, repository, 'pull_requests', roleToPatch(identity, issue, true))
  const title = optionalText(body, 'title')
  const text = optionalText(body, 'body')
  const state = optionalChoice(body, 'state', ['open', 'closed'])
  const newBase = optionalText(body, 'base')
  if (newBase !== null) await changeBase(repository, issue, newBase)
  if (title !== null) editTitle(world, identity, issue, title)
  if (text !== null) editBody(world, identity, issue, text)
  if (state === 'open') await reopenPull(world, identity, issue)
  if (state === 'closed') setState(world, identity, issue, 'closed', null)
  return ok(await shapePull(world, repository, issue, false))
}

async function changeBase(repository: Repository, issue: PullIssue, branch: string): Promise<void> {
  const tip = await readRef(repository.git, `refs/heads/${branch}`)
  if (tip === null) throw invalid('PullRequest', 'base', 'invalid')
  issue.pull.baseBranch = branch
  issue.pull.baseOid = tip
}

async function listFiles(call: RestCall): Promise<RestAnswer> {
  const { repository, issue } = pullIn(call)
  const files = await pullFiles(repository, issue)
  return pagedList(call, files, (file) => shapeFile(repository, issue.pull.headOid, file))
}

async function listPullCommits(call: RestCall): Promise<RestAnswer> {
  const { repository, issue } = pullIn(call)
  const commits = await pullCommits(repository, issue)
  return pagedList(call, commits, (commit) => shapeCommit(call.world, repository, commit))
}

function getMerge(call: RestCall): RestAnswer {
  if (pullIn(call).issue.pull.merged === null) throw new Refusal(404, 'Not Found')
  return noContent
}

async function putMerge(call: RestCall): Promise<RestAnswer> {
  const { world, identity, body } = call
  const { repository, issue } = pullIn(call)
  // Merging writes contents: that is the permission GitHub asks for, not `pull_requests`.
  demandWrite(world, identity, repository, 'contents', 'write')
  const sha = await mergePull(world, identity, repository, issue, {
    sha: optionalText(body, 'sha'),
    method: optionalChoice(body, 'merge_method', ['merge', 'squash', 'rebase']) ?? 'merge',
    title: optionalText(body, 'commit_title'),
    message: optionalText(body, 'commit_message'),
  })
  return ok({ sha, merged: true, message: 'Pull Request successfully merged' })
}
