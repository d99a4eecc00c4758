import { foreignHand, type Hands } from '../core/ledger/authorship.js'
import type { RecordCommit } from '../core/ledger/check-commits.js'
import { planCheckName } from '../github/check-names.js'
import { digest, type Oid, pullNumber } from '../model/ids.js'
import type { DetailNeeds } from '../model/needs.js'
import type { ForcedPush, Gate, ObservedPull, Publication } from '../model/pull.js'
import type { BranchFile, ObservedBranch } from '../model/snapshot.js'
import {
  type Fields,
  fields,
  flag,
  nodes,
  objectId,
  optionalFields,
  optionalText,
  text,
  whole,
  word,
} from './answer.js'
import { decodeGate, gateSelection, onePerCommit, ownSuites } from './decode-gates.js'
import { decodeEntries, parents } from './decode-manifests.js'
import { authorshipSelection, decodeRecordCommit } from './observe-record-commits.js'

/** Replacements of a head that are read, the latest: a request is moved onto a newer base once for each merge that comes before its own. */
export const forcedPushesRead = 50

/** Commits of a pull request whose writers are read, the latest; the toolkit itself makes one. */
const writtenRead = 20
/** Characters of a name or an address that are told: both are whatever somebody wrote. */
const nameMax = 60

/** What is read of a pull request. Check runs are asked for by name, so that no crowd of others can hide ours. */
export const pullSelection = `{
  id number url state isDraft title body createdAt headRefOid baseRefName mergeable mergeStateStatus changedFiles
  headRefName headRepository { databaseId }
  mergeCommit { oid }
  mergedAt isMergeQueueEnabled
  autoMergeRequest { enabledAt }
  mergeQueueEntry { state headCommit { ${gateSelection} } }
  files(first: 100) { nodes { path changeType } }
  timelineItems(last: ${forcedPushesRead}, itemTypes: [HEAD_REF_FORCE_PUSHED_EVENT]) { nodes { ... on HeadRefForcePushedEvent { createdAt beforeCommit { oid } afterCommit { oid } } } }
  written: commits(last: ${writtenRead}) { nodes { commit { ${authorshipSelection} } } }
  commits(last: 1) {
    totalCount
    nodes { commit { ${gateSelection} checkSuites(first: 50, filterBy: { checkName: "${planCheckName}" }) { nodes {
      app { slug }
      checkRuns(first: 50, filterBy: { checkName: "${planCheckName}", checkType: ALL }) { nodes { databaseId name externalId startedAt completedAt } }
    } } } }
  }
}`

/** What is read of the request's branch. */
export const headSelection = `{
  target { oid ... on Commit { ${authorshipSelection} message tree { oid } } }
  associatedPullRequests(first: 20, orderBy: { field: CREATED_AT, direction: DESC }) { nodes ${pullSelection} }
}`

/** The request's branch, with the blobs at the request's paths. */
export function decodeBranch(repository: Fields, needs: DetailNeeds, hands: Hands): ObservedBranch | null {
  const ref = optionalFields(repository.head, 'the branch of the request')
  if (ref === null) return null
  const tip = fields(ref.target, 'the tip of the branch')
  return {
    name: needs.branch,
    head: objectId(tip.oid, 'the tip of the branch'),
    tree: objectId(fields(tip.tree, 'the tree of the tip').oid, 'the tree of the tip'),
    message: text(tip.message, 'the message of the tip'),
    by: writerOf(decodeRecordCommit(tip)),
    own: foreignHand(decodeRecordCommit(tip), hands) === null,
    parents: nodes(tip.parents, 'the parents of the tip').map((parent) =>
      objectId(parent.oid, 'a parent of the tip'),
    ),
    files: needs.paths.map((path) => fileOf(repository, needs.paths, path)),
  }
}

/** The account GitHub finds for the address in a commit; an app and an address of nobody have none, and are told as they are written. */
function writerOf({ author }: RecordCommit): string | null {
  if (author.login !== undefined) return author.login
  const name = author.name.slice(0, nameMax).trim()
  const address = author.email.slice(0, nameMax).trim()
  return [name, ...(address === '' ? [] : [`<${address}>`])].join(' ').trim() || null
}

/** Whom commits say they are by that are not the toolkit's. */
export function decodeWriters(written: readonly Fields[], hands: Hands): readonly string[] {
  const commits = written.map(({ commit }) =>
    decodeRecordCommit(fields(commit, 'a commit of the pull request')),
  )
  const foreign = commits.filter((commit) => foreignHand(commit, hands) !== null)
  return [...new Set(foreign.flatMap((commit) => writerOf(commit) ?? []))]
}

/** What stands at a path of the branch, from the listing of its folder. */
function fileOf(repository: Fields, paths: readonly string[], path: string): BranchFile {
  const at = path.lastIndexOf('/')
  const folder = parents(paths).indexOf(path.slice(0, Math.max(0, at)))
  const entry = decodeEntries(repository[`headFolder${folder}`]).find(
    ({ name }) => name === path.slice(at + 1),
  )
  return { path, oid: entry?.oid ?? null, mode: entry?.mode ?? null }
}

/**
 * The request's pull request: the one the ledger knows, else one from the request's own branch, open before closed, towards the target
 * before others. A fork's branch of the same name is another branch, and its pull requests are none of ours. Nor is one that the ledger does not
 * know and that is merged: whoever knows how branches are called could have merged it before the toolkit proposed anything.
 */
export function decodePull(repository: Fields, place: PullPlace, needs: DetailNeeds): ObservedPull | null {
  const known = optionalFields(repository.known, 'the recorded pull request')
  // A record could name any pull request; in another repository only the request's own is ever touched.
  const own = needs.repository === null || (known !== null && isFrom(known, place, needs.branch))
  if (known !== null && own) return decode(known, repository, place)
  const branch = optionalFields(repository.head, 'the branch of the request')
  const found = branch === null ? [] : nodes(branch.associatedPullRequests, 'the pull requests')
  const fit = found.filter((pull) => pull.state !== 'MERGED' && isFrom(pull, place, needs.branch))
  const rank = (pull: Fields) => (pull.state === 'OPEN' ? 0 : 2) + (pull.baseRefName === place.branch ? 0 : 1)
  const [pull] = fit.toSorted((a, b) => rank(a) - rank(b))
  return pull === undefined ? null : decode(pull, repository, place)
}

/** Where pull requests were looked for, and as whom. */
export interface PullPlace {
  /** The id of the repository. */
  readonly id: number
  /** The branch they are meant for. */
  readonly branch: string
  /** Who the toolkit is there. */
  readonly viewer: string
  /** Whose commits are the toolkit's. */
  readonly hands: Hands
}

/** Whether a pull request comes from a branch of the repository itself, and not of a fork. */
function isFrom(pull: Fields, { id }: PullPlace, branch: string): boolean {
  const from = optionalFields(pull.headRepository, 'the repository of a pull request')
  return from !== null && from.databaseId === id && pull.headRefName === branch
}

const states = { OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const
const mergeable = { MERGEABLE: 'yes', CONFLICTING: 'no', UNKNOWN: 'unknown' } as const
const mergeStates = {
  BEHIND: 'behind',
  BLOCKED: 'blocked',
  CLEAN: 'clean',
  DIRTY: 'dirty',
  DRAFT: 'draft',
  HAS_HOOKS: 'has-hooks',
  UNKNOWN: 'unknown',
  UNSTABLE: 'unstable',
} as const

function decode(pull: Fields, repository: Fields, { viewer, hands }: PullPlace): ObservedPull {
  const what = 'the pull request'
  const head = objectId(pull.headRefOid, `${what}: head`)
  const commits = fields(pull.commits, `${what}: commits`)
  const merge = optionalFields(pull.mergeCommit, `${what}: merge commit`)
  const entry = optionalFields(pull.mergeQueueEntry, `${what}: place in the merge queue`)
  const group = optionalFields(entry?.headCommit, `${what}: merge group`)
  return {
    number: pullNumber(whole(pull.number, `${what}: number`)),
    nodeId: text(pull.id, `${what}: node id`),
    url: text(pull.url, `${what}: address`),
    state: word(pull.state, states, `${what}: state`),
    draft: flag(pull.isDraft, `${what}: draft`),
    title: text(pull.title, `${what}: title`),
    body: text(pull.body, `${what}: text`),
    head,
    baseBranch: text(pull.baseRefName, `${what}: base`),
    createdAt: text(pull.createdAt, `${what}: age`),
    forcedPushes: decodeForcedPushes(nodes(pull.timelineItems, `${what}: timeline`)),
    commits: whole(commits.totalCount, `${what}: number of commits`),
    writers: decodeWriters(nodes(pull.written, `${what}: commits`), hands),
    changedPaths: nodes(pull.files, `${what}: files`).map((file) => text(file.path, `${what}: path`)),
    renames: nodes(pull.files, `${what}: files`).some(
      ({ changeType }) => changeType === 'RENAMED' || changeType === 'COPIED',
    ),
    changedFiles: whole(pull.changedFiles, `${what}: number of files`),
    mergeable: word(pull.mergeable, mergeable, `${what}: mergeable`),
    mergeState: word(pull.mergeStateStatus, mergeStates, `${what}: merge state`),
    publications: nodes(commits, `${what}: commits`).flatMap((node) =>
      decodePublications(node, head, viewer),
    ),
    gates: onePerCommit([
      ...decodeGates(repository, viewer),
      ...decodeGate(entry?.headCommit ?? null, viewer),
      ...nodes(commits, `${what}: commits`).flatMap(({ commit }) => decodeGate(commit, viewer)),
    ]),
    autoMerge: optionalFields(pull.autoMergeRequest, `${what}: auto-merge`) !== null,
    queued:
      entry === null ? null : { group: group === null ? null : objectId(group.oid, `${what}: merge group`) },
    queueEnabled: flag(pull.isMergeQueueEnabled, `${what}: merge queue`),
    mergeCommit: merge === null ? null : objectId(merge.oid, `${what}: merge commit`),
    mergedAt: optionalText(pull.mergedAt, `${what}: merged at`),
  }
}

/**
 * The latest pushes by force, oldest first. Where there may have been more than are listed, nobody knows what the head was before the oldest of
 * them: it counts as one between heads that are not known, so that no head is pushed out of sight by many others.
 */
export function decodeForcedPushes(events: readonly Fields[]): readonly ForcedPush[] {
  const [oldest, ...later] = events.map(decodeForcedPush)
  if (oldest === undefined) return []
  if (events.length < forcedPushesRead) return [oldest, ...later]
  return [{ at: oldest.at, from: null, to: null }, ...later]
}

function decodeForcedPush(event: Fields): ForcedPush {
  const what = 'a push by force'
  const [from, to] = [optionalFields(event.beforeCommit, what), optionalFields(event.afterCommit, what)]
  return {
    at: text(event.createdAt, what),
    from: from === null ? null : objectId(from.oid, what),
    to: to === null ? null : objectId(to.oid, what),
  }
}

/** The gates on the heads the ledger has as approved, which somebody could push back onto the branch. */
function decodeGates(repository: Fields, viewer: string): readonly Gate[] {
  return Array.from(
    { length: approvedHeadsMax },
    (_, index) => repository[`approved${index}`] ?? null,
  ).flatMap((commit) => decodeGate(commit, viewer))
}

/** Most heads a request was once approved with that are looked at, the newest; each replaced one had its gate closed when it was. */
export const approvedHeadsMax = 5

/**
 * The plans our own app published on the head, oldest first. Check runs of other apps are not ours, whatever they are called. Where the
 * toolkit runs with `GITHUB_TOKEN`, every workflow of the repository is the same app: full assurance takes an app of one's own.
 */
function decodePublications(node: Fields, head: Oid, viewer: string): readonly Publication[] {
  const commit = fields(node.commit, 'the last commit')
  if (commit.oid !== head) return []
  const found = ownSuites(commit.checkSuites, viewer)
    .flatMap((suite) => nodes(suite.checkRuns, 'the check runs'))
    .flatMap((run) => decodePublication(run, head))
  return found.sort((a, b) => a.checkRun - b.checkRun)
}

function decodePublication(run: Fields, head: Oid): readonly Publication[] {
  if (
    run.name !== planCheckName ||
    typeof run.externalId !== 'string' ||
    !/^[0-9a-f]{64}$/.test(run.externalId)
  )
    return []
  const at = run.completedAt ?? run.startedAt
  if (typeof at !== 'string') return []
  return [
    { checkRun: whole(run.databaseId, 'the id of a check run'), digest: digest(run.externalId), head, at },
  ]
}
