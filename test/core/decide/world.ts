import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type FirstReading, read } from '../../../src/core/decide/reading.js'
import { changePaths } from '../../../src/core/plan/change-paths.js'
import { gitBlobOid, gitTreeOid } from '../../../src/core/text/git-oid.js'
import type { KnownPerson } from '../../../src/model/authority.js'
import type { Effect } from '../../../src/model/effect.js'
import { issueNumber, type Oid, oid, pullNumber } from '../../../src/model/ids.js'
import type { Locks } from '../../../src/model/lock.js'
import type { Manifests } from '../../../src/model/manifest.js'
import type { Person } from '../../../src/model/person.js'
import type { Policy, PolicyFile } from '../../../src/model/policy.js'
import type { ForcedPush, Gate, ObservedPull, Publication } from '../../../src/model/pull.js'
import type { LedgerRecord } from '../../../src/model/record.js'
import type {
  BranchFile,
  CommentDeletion,
  Details,
  FirstLook,
  Folder,
  FolderEntry,
  ObservedMerge,
  Snapshot,
} from '../../../src/model/snapshot.js'
import { authority, team, user } from './given.js'

/** A GitHub of a few variables, for histories by the thousand: what people and the toolkit do to one issue. */
export interface World {
  now: number
  body: string
  lastEditedAt: string | null
  editors: Person[]
  closed: boolean
  /** A required check of somebody else's has not passed. */
  blocked: boolean
  /** The target branch takes only pull requests that hold all of it. */
  upToDate: boolean
  comments: WorldComment[]
  deletions: CommentDeletion[]
  /** Which comments these were, which GitHub does not tell. */
  readonly deleted: Map<number, { readonly by: string; readonly at: string }>
  labels: string[]
  policy: Policy
  members: Set<string>
  main: ReadonlyMap<string, string>
  mainCommit: Oid
  branch: WorldBranch | null
  /** What stood on the branch before, for whoever pushes it back. */
  readonly earlier: WorldBranch[]
  /** Every head the pull request has shown, and since when. */
  readonly heads: { readonly at: string; readonly head: Oid }[]
  /** What landed, once it was merged. */
  landed: Landed | null
  pull: {
    readonly createdAt: string
    title: string
    body: string
    state: 'open' | 'closed' | 'merged'
    /** The branch it is for; somebody may point it at another one. */
    baseBranch: string
    readonly forced: ForcedPush[]
  } | null
  publications: Publication[]
  /** The newest gate of every commit that ever had one. */
  readonly gates: Map<Oid, Gate>
  /** What each publication showed. */
  readonly shown: Map<string, ReadonlyMap<string, string | null>>
  records: LedgerRecord[]
  /** Whose the logins were when they were first met. */
  people: readonly KnownPerson[]
  ledgerHead: Oid | null
  /** What maintainers have locked. */
  locks?: Locks
  commits: number
}

export interface WorldComment {
  readonly id: number
  body: string
  readonly author: Person
  readonly own: boolean
  readonly createdAt: string
  lastEditedAt: string | null
  editor: Person | null
  minimized: boolean
}

/** A merge, with what stood on the branch it went into before and after. */
export interface Landed {
  readonly commit: Oid
  readonly at: string
  readonly into: string
  /** The head that was merged. */
  readonly head: WorldBranch
  readonly before: ReadonlyMap<string, string>
  readonly after: ReadonlyMap<string, string>
}

interface WorldBranch {
  head: Oid
  readonly parents: readonly Oid[]
  readonly base: ReadonlyMap<string, string>
  readonly files: ReadonlyMap<string, string>
  readonly commits: number
  readonly message: string
}

const repository = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../scenarios/happy-path/given/repository',
)
const textOf = (path: string) => readFileSync(join(repository, path), 'utf8')

/** The request type of the happy path, in which two approvals are wanted for prod. */
export const typeText = textOf('.github/issueops/namespace.yml')

export function beginning(body: string): World {
  const paths = ['clusters/dev/kustomization.yaml', 'clusters/prod/kustomization.yaml']
  return {
    now: 0,
    body,
    lastEditedAt: null,
    editors: [],
    closed: false,
    blocked: false,
    upToDate: false,
    comments: [],
    deletions: [],
    deleted: new Map(),
    labels: [],
    policy: policyOf(typeText),
    members: new Set(['bob', 'carol']),
    main: new Map(paths.map((path) => [path, textOf(path)])),
    mainCommit: commitId(1),
    branch: null,
    earlier: [],
    heads: [],
    landed: null,
    pull: null,
    publications: [],
    gates: new Map(),
    shown: new Map(),
    records: [],
    people: [],
    ledgerHead: null,
    commits: 1,
  }
}

const policies = new Map<string, Policy>()

export function policyOf(type: string): Policy {
  const policy = policies.get(type) ?? readPolicy(type)
  policies.set(type, policy)
  return policy
}

function readPolicy(type: string): Policy {
  const form = textOf('.github/ISSUE_TEMPLATE/namespace.yml')
  const file = (path: string, text: string): PolicyFile => ({ path, blob: gitBlobOid(text), text })
  return {
    types: [file('.github/issueops/namespace.yml', type)],
    forms: [file('.github/ISSUE_TEMPLATE/namespace.yml', form)],
    policies: [],
    templates: [],
  }
}

export function moment(world: World): string {
  return new Date(Date.UTC(2026, 10, 20) + world.now * 1000).toISOString().replace('.000Z', 'Z')
}

function commitId(number: number): Oid {
  return oid(number.toString(16).padStart(40, '0'))
}

export function nextCommit(world: World): Oid {
  world.commits += 1
  return commitId(world.commits)
}

const people = ['alice', 'bob', 'carol', 'mallory']
const branchName = 'issueops/42-namespace'

/** Everything that is observed of the world. */
export function observe(world: World): Snapshot {
  const first = firstLook(world)
  return { ...first, details: details(world, first) }
}

/** What is seen of the world at first. */
export function firstLook(world: World): FirstLook {
  return {
    viewer: { login: 'acme-issueops[bot]', observedAt: moment(world) },
    repository: {
      owner: 'acme',
      name: 'platform',
      id: 1,
      nodeId: 'R_1',
      private: true,
      visibility: 'private',
      defaultBranch: 'main',
      commit: world.mainCommit,
      mergeMethods: ['squash'],
      autoMergeAllowed: false,
    },
    issue: {
      number: issueNumber(42),
      url: 'https://github.example/acme/platform/issues/42',
      title: 'Namespace',
      body: world.body,
      state: world.closed ? 'closed' : 'open',
      stateReason: null,
      createdAt: moment({ ...world, now: 0 }),
      lastEditedAt: world.lastEditedAt,
      author: user('alice'),
      editors: [...world.editors],
      labels: [...world.labels],
      comments: world.comments.map((comment) => ({ ...comment })),
      olderComments: null,
      commentCount: world.comments.length,
      deletions: [...world.deletions],
      closing: null,
    },
    policy: world.policy,
    ledger: {
      head: world.ledgerHead,
      records: [...world.records],
      earlier: [],
      unreadable: [],
      people: [...world.people],
      ...(world.locks === undefined ? {} : { locks: world.locks }),
    },
    branches: world.branch === null ? [] : [{ name: branchName, head: world.branch.head }],
  }
}

/** Readings of an issue that says nothing, one for each policy. */
const blanks = new Map<Policy, FirstReading>()

/** Reads what was seen. As within a run, a policy that stands as it stood is not read again: that takes longer than all that is decided. */
export function readOn<Seen extends FirstLook>(
  seen: Seen,
  before?: FirstReading,
): FirstReading & { readonly snapshot: Seen } {
  const { policy, issue } = seen
  if (before?.snapshot.policy === policy) return read(seen, before)
  const blank = blanks.get(policy) ?? read({ ...seen, issue: { ...issue, body: '', comments: [] } })
  blanks.set(policy, blank)
  return read(seen, blank)
}

/**
 * Which files a request touches follows from its text and the policy alone. Kept, like the ids of trees and blobs below: told anew for every look
 * at the world, these would take longer than all that is decided.
 */
const touched = new Map<string, readonly string[]>()

function touchedPaths(first: FirstLook): readonly string[] {
  const key = `${first.policy.types[0]?.blob} ${first.issue.body}`
  const known = touched.get(key)
  if (known !== undefined) return known
  const { understanding } = readOn({
    ...first,
    issue: { ...first.issue, state: 'open' },
    ledger: { ...first.ledger, records: [] },
  })
  const paths = understanding.kind === 'request' ? changePaths(understanding.changes) : []
  touched.set(key, paths)
  return paths
}

function details(world: World, first: FirstLook): Details {
  const paths = touchedPaths(first)
  const { private: _, commit: __, ...settings } = first.repository
  return {
    target: { ...settings, reached: true },
    branch:
      world.branch === null
        ? null
        : {
            name: branchName,
            head: world.branch.head,
            parents: world.branch.parents,
            tree: treeOf(world.branch.files),
            message: world.branch.message,
            by: null,
            own: false,
            files: filesAt(world.branch.files, paths),
          },
    pull: pullOf(world),
    manifests: manifestsAt(world.main, world.mainCommit, paths),
    folders: foldersOf(world.main),
    authority: authority({
      roles: people.map((login) => ({ login, known: true, id: user(login).id, role: 'write' })),
      teams: [
        team(
          'platform',
          [...world.members].map((login) => user(login).id),
        ),
      ],
    }),
    others: { open: [], complete: true },
    history: null,
    predecessor: null,
    outcome: null,
    otherRecords: null,
    merge: mergeOf(world),
    mergeRefusal: null,
    ledgerDoubts: [],
    replacements: 0,
  }
}

/** What stands at some paths, as git lists it. */
export function filesAt(files: ReadonlyMap<string, string>, paths: readonly string[]): readonly BranchFile[] {
  return paths.map((path) => {
    const oid = blob(files.get(path))
    return { path, oid, mode: oid === null ? null : '100644' }
  })
}

/** The same with its texts, at a commit. */
export function manifestsAt(
  files: ReadonlyMap<string, string>,
  commit: Oid,
  paths: readonly string[],
): Manifests {
  return {
    commit,
    tree: treeOf(files),
    files: paths.map((path) => {
      const text = files.get(path)
      return text === undefined
        ? { kind: 'absent', path }
        : { kind: 'text', path, mode: '100644', oid: blobOid(text), text }
    }),
  }
}

/** Every folder of some files, with real ids. */
export function foldersOf(files: ReadonlyMap<string, string>): readonly Folder[] {
  const folders = knownFolders.get(files) ?? readFolders(files)
  knownFolders.set(files, folders)
  return folders
}

const knownFolders = new WeakMap<ReadonlyMap<string, string>, readonly Folder[]>()

function readFolders(files: ReadonlyMap<string, string>): readonly Folder[] {
  const names = [...files.keys()].flatMap((path) =>
    path.split('/').map((_, index, steps) => steps.slice(0, index).join('/')),
  )
  return [...new Set(['', ...names])].map((path) => ({ path, entries: entriesOf(files, path) }))
}

function entriesOf(files: ReadonlyMap<string, string>, folder: string): readonly FolderEntry[] {
  const inside = [...files].filter(([path]) => folder === '' || path.startsWith(`${folder}/`))
  const rest = inside.map(([path, text]) => ({
    steps: path.slice(folder === '' ? 0 : folder.length + 1).split('/'),
    text,
  }))
  return [...new Set(rest.map(({ steps }) => steps[0] ?? ''))].map((name) => {
    const file = rest.find(({ steps }) => steps.length === 1 && steps[0] === name)
    if (file !== undefined) return { name, mode: '100644', oid: blobOid(file.text) }
    return {
      name,
      mode: '40000',
      oid: gitTreeOid(entriesOf(files, folder === '' ? name : `${folder}/${name}`)),
    }
  })
}

export function treeOf(files: ReadonlyMap<string, string>): Oid {
  return gitTreeOid(foldersOf(files)[0]?.entries ?? [])
}

function blob(text: string | undefined): Oid | null {
  return text === undefined ? null : blobOid(text)
}

const knownBlobs = new Map<string, Oid>()

export function blobOid(text: string): Oid {
  const id = knownBlobs.get(text) ?? gitBlobOid(text)
  knownBlobs.set(text, id)
  return id
}

function pullOf(world: World): ObservedPull | null {
  const { pull, branch } = world
  if (pull === null || branch === null) return null
  const changed = [...new Set([...branch.files.keys(), ...branch.base.keys()])].filter(
    (path) => branch.files.get(path) !== branch.base.get(path),
  )
  return {
    number: pullNumber(43),
    nodeId: 'PR_43',
    url: 'https://github.example/acme/platform/pull/43',
    state: pull.state,
    draft: false,
    title: pull.title,
    body: pull.body,
    head: branch.head,
    baseBranch: pull.baseBranch,
    createdAt: pull.createdAt,
    forcedPushes: [...pull.forced],
    commits: branch.commits,
    changedPaths: changed,
    renames: false,
    writers: [],
    changedFiles: changed.length,
    mergeable: 'yes',
    mergeState: world.blocked ? 'blocked' : lags(world, branch) ? 'behind' : 'clean',
    publications: world.publications.filter(({ head }) => head === branch.head),
    gates: [...world.gates.values()],
    autoMerge: false,
    queued: null,
    queueEnabled: false,
    mergeCommit: world.landed?.commit ?? null,
    mergedAt: world.landed?.at ?? null,
  }
}

/** What GitHub tells of the merge commit. */
function mergeOf({ landed, records }: World): ObservedMerge | null {
  if (landed === null) return null
  const { before, after, commit, into } = landed
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  )
  const planned = records.at(-1)?.predicate.plan?.files.map(({ path }) => path) ?? []
  const oidAt = (path: string) => blob(after.get(path))
  return {
    commit,
    tree: treeOf(after),
    files: changed.map((path) => ({ path, oid: oidAt(path) })),
    planned: planned.map((path) => ({
      path,
      oid: oidAt(path),
      mode: oidAt(path) === null ? null : '100644',
    })),
    onTarget: into === 'main',
  }
}

/**
 * Merges the pull request into the branch it is pointed at by now, file by file: what only one side has changed is that side’s, and a line
 * somebody changed elsewhere in a file stays beside the one that the request adds. False where the branch takes only what is up to date.
 */
export function land(world: World): boolean {
  const { branch, pull } = world
  if (branch === null || pull === null) throw new Error('nothing is there to merge')
  if (lags(world, branch)) return false
  const ours = pull.baseBranch === 'main' ? world.main : branch.base
  const after = new Map(ours)
  for (const [path, text] of branch.files) {
    const [base, here] = [branch.base.get(path), ours.get(path)]
    if (text === base) continue
    after.set(path, here === base ? text : text.replace('search', 'seek'))
  }
  const commit = nextCommit(world)
  world.landed = { commit, at: moment(world), into: pull.baseBranch, head: branch, before: ours, after }
  pull.state = 'merged'
  if (pull.baseBranch === 'main') Object.assign(world, { main: after, mainCommit: commit })
  return true
}

function lags(world: World, { base }: WorldBranch): boolean {
  return world.upToDate && base !== world.main
}

/** Does to the world what GitHub would do; a merge is reported instead of done, for the test to judge. */
export function apply(world: World, effect: Effect): 'merge' | 'done' {
  switch (effect.kind) {
    case 'ensure-ledger':
      world.ledgerHead ??= nextCommit(world)
      return 'done'
    case 'append-record':
      world.records.push(effect.record)
      world.people = effect.people ?? world.people
      world.ledgerHead = nextCommit(world)
      return 'done'
    case 'append-lock':
      world.locks = effect.locks
      world.ledgerHead = nextCommit(world)
      return 'done'
    case 'ensure-branch': {
      if ((world.branch?.head ?? null) !== effect.replaces)
        throw new Error('somebody’s commits would be overwritten')
      const files = new Map(world.main)
      for (const { path, after } of effect.files) {
        if (after === null) files.delete(path)
        else files.set(path, after.text)
      }
      const head = nextCommit(world)
      world.pull?.forced.push({ at: moment(world), from: effect.replaces, to: head })
      world.heads.push({ at: moment(world), head })
      if (world.branch !== null) world.earlier.push(world.branch)
      world.branch = {
        head,
        parents: [effect.base],
        base: world.main,
        files,
        commits: 1,
        message: effect.message,
      }
      return 'done'
    }
    case 'ensure-pull':
      world.pull = {
        createdAt: world.pull?.createdAt ?? moment(world),
        baseBranch: effect.base,
        forced: world.pull?.forced ?? [],
        state: 'open',
        title: effect.title,
        body: effect.body,
      }
      return 'done'
    case 'publish-plan':
      world.publications.push({
        checkRun: world.publications.length + 1,
        digest: effect.digest,
        head: effect.head,
        at: moment(world),
      })
      world.shown.set(effect.head, new Map(world.branch?.files))
      return 'done'
    case 'set-gate':
      world.gates.set(effect.head, { head: effect.head, state: effect.state, digest: effect.digest })
      return 'done'
    case 'arm-merge':
    case 'disarm-merge':
      throw new Error('the request types of these histories merge at once')
    case 'ensure-status':
    case 'reply':
    case 'notice':
      writeComment(world, effect)
      return 'done'
    case 'ensure-labels':
      world.labels = [...world.labels.filter((label) => !effect.remove.includes(label)), ...effect.add]
      return 'done'
    case 'close-issue':
      world.closed = true
      return 'done'
    case 'reopen-issue':
      world.closed = false
      return 'done'
    case 'close-pull':
      if (world.pull !== null) world.pull.state = 'closed'
      return 'done'
    case 'delete-comment':
      world.comments = world.comments.filter(({ id }) => id !== effect.comment)
      return 'done'
    case 'delete-branch':
      world.branch = null
      return 'done'
    case 'notify':
      throw new Error('nobody is told in these histories')
    case 'merge-pull':
      return 'merge'
  }
}

function writeComment(
  world: World,
  effect: Extract<Effect, { kind: 'ensure-status' | 'reply' | 'notice' }>,
): void {
  const known =
    effect.kind === 'ensure-status' ? world.comments.find(({ id }) => id === effect.comment) : undefined
  if (known !== undefined) known.body = effect.body
  else world.comments.push({ ...said(world, user('toolkit'), effect.body), own: true })
}

export function said(world: World, author: Person, body: string): WorldComment {
  // An id is never given out twice, also not when its comment is gone.
  const recorded = world.records.flatMap(({ predicate }) => predicate.evidence.map(({ comment }) => comment))
  const given = [...world.comments.map((comment) => comment.id), ...world.deleted.keys(), ...recorded]
  const id = Math.max(0, ...given) + 1
  return {
    id,
    body,
    author,
    own: false,
    createdAt: moment(world),
    lastEditedAt: null,
    editor: null,
    minimized: false,
  }
}
