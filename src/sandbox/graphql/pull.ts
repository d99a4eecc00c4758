import { readCommit } from '../git/commits.js'
import type { FileDiff } from '../git/diff.js'
import { readRef } from '../git/refs.js'
import { nodeId } from '../rest/urls.js'
import { missingChecks } from '../world/checks.js'
import {
  type Mergeability,
  type PullIssue,
  pullCommits,
  pullFiles,
  reviewDecision,
  toldMergeability,
} from '../world/pulls.js'
import { findRepository, type Repository } from '../world/world.js'
import { demandGraphRead, type GraphCall, reads } from './call.js'
import { bounds, type ConnectionArguments, connection } from './connection.js'
import { graphCommit } from './git-objects.js'
import { issuePart } from './issue.js'
import { graphLogin } from './people.js'

/** Source: GraphQL reference, object PullRequest. */
export function graphPull(call: GraphCall, repository: Repository, issue: PullIssue) {
  const { pull } = issue
  const head = findRepository(call.world, pull.headRepository)
  const mergeable = once(() => knownMergeability(call, repository, issue))
  const files = once(() => pullFiles(repository, issue))
  const commitOf = async (oid: string) => {
    const commit = await readCommit(repository.git, oid)
    return commit === null ? null : graphCommit(call, repository, commit)
  }
  return {
    __typename: 'PullRequest',
    ...issuePart(call, repository, issue),
    state: pull.merged === null ? issue.state.toUpperCase() : 'MERGED',
    isDraft: pull.draft,
    merged: pull.merged !== null,
    mergedAt: pull.merged?.at ?? null,
    mergedBy: graphLogin(call.world, pull.merged?.by ?? null),
    autoMergeRequest: () => graphAutoMerge(call, repository, issue),
    isInMergeQueue: pull.queued !== null,
    isMergeQueueEnabled: repository.mergeQueue && pull.baseBranch === repository.defaultBranch,
    mergeQueueEntry: () => graphQueueEntry(call, repository, issue),
    mergeCommit: () => (pull.merged === null ? null : commitOf(pull.merged.commit)),
    mergeable: async () => mergeableNames[String((await mergeable()).mergeable)],
    mergeStateStatus: async () => (await mergeable()).state.toUpperCase(),
    headRefName: pull.headBranch,
    headRefOid: pull.headOid,
    headRef: async () => {
      const tip = head === null ? null : await readRef(head.git, `refs/heads/${pull.headBranch}`)
      return head === null || tip === null
        ? null
        : call.nodes.ref(call, head, `refs/heads/${pull.headBranch}`, tip)
    },
    baseRefName: pull.baseBranch,
    baseRefOid: pull.baseOid,
    baseRepository: () => call.nodes.repository(call, repository),
    headRepository: () => (head === null ? null : call.nodes.repository(call, head)),
    isCrossRepository: head !== repository,
    reviewDecision: reviewDecision(repository, issue),
    changedFiles: async () => (await files()).length,
    additions: async () => (await files()).reduce((sum, file) => sum + file.additions, 0),
    deletions: async () => (await files()).reduce((sum, file) => sum + file.deletions, 0),
    files: reads(bounds, async (args: ConnectionArguments) =>
      connection('files', await files(), args, graphFile),
    ),
    commits: reads(bounds, async (args: ConnectionArguments) => {
      demandGraphRead(call, repository, 'contents')
      const commits = await pullCommits(repository, issue)
      return connection('commits', commits, args, (commit) => ({
        id: commit.oid,
        commit: () => graphCommit(call, repository, commit),
      }))
    }),
  }
}

function graphAutoMerge(call: GraphCall, repository: Repository, issue: PullIssue) {
  const { autoMerge } = issue.pull
  if (autoMerge === null) return null
  return {
    authorEmail: null,
    commitBody: autoMerge.message,
    commitHeadline: autoMerge.title,
    enabledAt: autoMerge.at,
    enabledBy: graphLogin(call.world, autoMerge.by),
    mergeMethod: autoMerge.method.toUpperCase(),
    pullRequest: () => graphPull(call, repository, issue),
  }
}

/** Source: GraphQL reference, object MergeQueueEntry. */
export function graphQueueEntry(call: GraphCall, repository: Repository, issue: PullIssue) {
  const { queued } = issue.pull
  if (queued === null) return null
  const { group } = queued
  const passes = group !== null && missingChecks(repository, group.commit).length === 0
  const commitOf = async (oid: string) => {
    const commit = await readCommit(repository.git, oid)
    return commit === null ? null : graphCommit(call, repository, commit)
  }
  return {
    id: nodeId('MergeQueueEntry', issue.id),
    enqueuedAt: queued.at,
    enqueuer: graphLogin(call.world, queued.by),
    state: group === null ? 'QUEUED' : passes ? 'MERGEABLE' : 'AWAITING_CHECKS',
    jump: false,
    solo: false,
    baseCommit: () => (group === null ? null : commitOf(group.onto)),
    headCommit: () => (group === null ? null : commitOf(group.commit)),
    pullRequest: () => graphPull(call, repository, issue),
  }
}

const mergeableNames: Readonly<Record<string, string>> = {
  true: 'MERGEABLE',
  false: 'CONFLICTING',
  null: 'UNKNOWN',
}

async function knownMergeability(
  call: GraphCall,
  repository: Repository,
  issue: PullIssue,
): Promise<Mergeability> {
  return call.pending() ? { mergeable: null, state: 'unknown' } : toldMergeability(repository, issue)
}

const changeTypes: Readonly<Record<FileDiff['status'], string>> = {
  added: 'ADDED',
  removed: 'DELETED',
  modified: 'MODIFIED',
  renamed: 'RENAMED',
  changed: 'CHANGED',
}

function graphFile(file: FileDiff) {
  return {
    path: file.path,
    changeType: changeTypes[file.status],
    additions: file.additions,
    deletions: file.deletions,
    viewerViewedState: 'UNVIEWED',
  }
}

/** Several fields need the same answer of git: ask once. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null
  return () => {
    asked ??= ask()
    return asked
  }
}
