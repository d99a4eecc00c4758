import { planCheckName } from '../github/plan-check-name.js'
import { digest, type Oid, pullNumber } from '../model/ids.js'
import type { Needs } from '../model/needs.js'
import type { ObservedBranch, ObservedPull, Publication, Snapshot } from '../model/snapshot.js'
import { type Fields, fields, flag, nodes, objectId, optionalFields, text, whole, word } from './answer.js'

/** What is read of the request's branch. */
export const headSelection = '{ target { oid ... on Commit { parents(first: 2) { nodes { oid } } } } }'

/** What is read of its pull requests. */
export const pullSelection = `{
  nodes {
    number url state isDraft title body createdAt headRefOid baseRefName mergeable mergeStateStatus changedFiles
    headRepository { databaseId }
    mergeCommit { oid }
    files(first: 100) { nodes { path } }
    timelineItems(last: 1, itemTypes: [HEAD_REF_FORCE_PUSHED_EVENT]) { nodes { ... on HeadRefForcePushedEvent { createdAt } } }
    commits(last: 1) {
      totalCount
      nodes { commit { oid checkSuites(first: 50) { nodes {
        app { slug }
        checkRuns(first: 50) { nodes { databaseId name externalId startedAt completedAt } }
      } } } }
    }
  }
}`

/** The request's branch, with the blobs at the request's paths. */
export function decodeBranch(
  repository: Fields,
  needs: Extract<Needs, { kind: 'details' }>,
): ObservedBranch | null {
  const ref = optionalFields(repository.head, 'the branch of the request')
  if (ref === null) return null
  const tip = fields(ref.target, 'the tip of the branch')
  return {
    name: needs.branch,
    head: objectId(tip.oid, 'the tip of the branch'),
    parents: nodes(tip.parents, 'the parents of the tip').map((parent) =>
      objectId(parent.oid, 'a parent of the tip'),
    ),
    files: needs.paths.map((path, index) => {
      const file = optionalFields(repository[`head${index}`], path)
      return { path, oid: file === null ? null : objectId(file.oid, path) }
    }),
  }
}

/**
 * The pull request from the request's branch: an open one before a merged or closed one, then the newest. A fork may have a branch
 * of the same name; its pull requests are nobody's but the fork's.
 */
export function decodePull(repository: Fields, snapshot: Snapshot): ObservedPull | null {
  const own = nodes(repository.pullRequests, 'the pull requests').filter((pull) => {
    const from = optionalFields(pull.headRepository, 'the repository of a pull request')
    return from !== null && from.databaseId === snapshot.repository.id
  })
  const pull = own.find((each) => each.state === 'OPEN') ?? own[0]
  return pull === undefined ? null : decode(pull, snapshot)
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

function decode(pull: Fields, snapshot: Snapshot): ObservedPull {
  const what = 'the pull request'
  const head = objectId(pull.headRefOid, `${what}: head`)
  const commits = fields(pull.commits, `${what}: commits`)
  const forced = nodes(pull.timelineItems, `${what}: timeline`).at(-1)
  const merge = optionalFields(pull.mergeCommit, `${what}: merge commit`)
  return {
    number: pullNumber(whole(pull.number, `${what}: number`)),
    url: text(pull.url, `${what}: address`),
    state: word(pull.state, states, `${what}: state`),
    draft: flag(pull.isDraft, `${what}: draft`),
    title: text(pull.title, `${what}: title`),
    body: text(pull.body, `${what}: text`),
    head,
    baseBranch: text(pull.baseRefName, `${what}: base`),
    createdAt: text(pull.createdAt, `${what}: age`),
    forcePushedAt: forced === undefined ? null : text(forced.createdAt, `${what}: push by force`),
    commits: whole(commits.totalCount, `${what}: number of commits`),
    changedPaths: nodes(pull.files, `${what}: files`).map((file) => text(file.path, `${what}: path`)),
    changedFiles: whole(pull.changedFiles, `${what}: number of files`),
    mergeable: word(pull.mergeable, mergeable, `${what}: mergeable`),
    mergeState: word(pull.mergeStateStatus, mergeStates, `${what}: merge state`),
    publications: nodes(commits, `${what}: commits`).flatMap((node) =>
      decodePublications(node, head, snapshot.viewer.login),
    ),
    mergeCommit: merge === null ? null : objectId(merge.oid, `${what}: merge commit`),
  }
}

/**
 * The plans our own app published on the head, oldest first. Check runs of other apps are not ours, whatever they are called. Where the
 * toolkit runs with `GITHUB_TOKEN`, every workflow of the repository is the same app: full assurance takes an app of one's own.
 */
function decodePublications(node: Fields, head: Oid, viewer: string): readonly Publication[] {
  const commit = fields(node.commit, 'the last commit')
  if (commit.oid !== head) return []
  const own = nodes(commit.checkSuites, 'the checks').filter((suite) => {
    const app = optionalFields(suite.app, 'the app of a check')
    return app !== null && viewer === `${text(app.slug, 'the name of an app')}[bot]`
  })
  const found = own
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
