import { applyPatch, structuredPatch } from 'diff'
import { furtherNeeds, needs } from '../../../src/core/decide/needs.js'
import { type FirstReading, isWhole } from '../../../src/core/decide/reading.js'
import { writtenBeside } from '../../../src/core/ledger/beside.js'
import { commitDoubts } from '../../../src/core/ledger/check-commits.js'
import { encodeRecord } from '../../../src/core/ledger/encode-record.js'
import type { LedgerCommit } from '../../../src/core/ledger/verify-ledger.js'
import type { KnownPerson } from '../../../src/model/authority.js'
import type { Effect } from '../../../src/model/effect.js'
import { type IssueNumber, issueNumber, type Oid, oid, pullNumber } from '../../../src/model/ids.js'
import type { DetailNeeds, FurtherNeeds } from '../../../src/model/needs.js'
import type { Told } from '../../../src/model/notice.js'
import type { Person } from '../../../src/model/person.js'
import type { Policy, PolicyFile } from '../../../src/model/policy.js'
import type { ForcedPush, Gate, ObservedPull, Publication } from '../../../src/model/pull.js'
import type { FinalRecord, RecordedPull } from '../../../src/model/record.js'
import type { Signal } from '../../../src/model/signal.js'
import type {
  CommentDeletion,
  Details,
  FirstLook,
  ObservedComment,
  ObservedIssue,
  ObservedMerge,
  ObservedPredecessor,
  OtherRecord,
  Snapshot,
} from '../../../src/model/snapshot.js'
import { byChapter, recordsIn } from '../../../src/observe/decode-ledger.js'
import { authority, issue as plainIssue, team, user } from './given.js'
import { blobOid, filesAt, foldersOf, manifestsAt, readOn, treeOf } from './world.js'

/**
 * A GitHub of a few variables in which requests live on after their merge: several issues, one set of manifests, one ledger. It never changes: what
 * somebody does makes another one, so that a run can go on with what it saw while others go on with what there is.
 */
export interface Town {
  /** In seconds. */
  readonly now: number
  readonly policy: Policy
  /** Of the team whose members approve. */
  readonly members: ReadonlySet<string>
  /** The default branch, from its first commit on. */
  readonly main: readonly [TownCommit, ...TownCommit[]]
  /** What was said of commits of the default branch, oldest first. */
  readonly signals: readonly Signal[]
  readonly ledger: readonly LedgerCommit[]
  readonly people: readonly KnownPerson[]
  readonly issues: ReadonlyMap<IssueNumber, TownIssue>
  /** Counts everything that gets a number of its own, so that none is given out twice. */
  readonly given: number
  /** Who is told of what; nobody where it is left out. */
  readonly notify?: PolicyFile
  /** Whom the run has told that sees the town so. */
  readonly told?: readonly Told[]
}

export interface TownCommit {
  readonly oid: Oid
  readonly files: ReadonlyMap<string, string>
}

export interface TownIssue
  extends Pick<
    ObservedIssue,
    'body' | 'lastEditedAt' | 'editors' | 'labels' | 'comments' | 'deletions' | 'closing' | 'stateReason'
  > {
  readonly number: IssueNumber
  readonly filed: number
  readonly author: Person
  readonly state: 'open' | 'closed'
  /** Deleted, or moved elsewhere. */
  readonly gone: boolean
  /** When somebody opened it again by hand. */
  readonly reopenedAt: string | null
  /** By name. */
  readonly branches: ReadonlyMap<string, TownBranch>
  /** The newest of each branch. */
  readonly pulls: ReadonlyMap<string, TownPull>
}

export interface TownBranch {
  readonly head: Oid
  readonly base: TownCommit
  readonly files: ReadonlyMap<string, string>
  readonly commits: number
  readonly message: string
}

export interface TownPull {
  readonly number: number
  readonly title: string
  readonly body: string
  readonly createdAt: string
  readonly state: 'open' | 'closed' | 'merged'
  /** Where the branch stood last. */
  readonly branch: TownBranch
  readonly forced: readonly ForcedPush[]
  readonly publications: readonly Publication[]
  readonly gates: readonly Gate[]
  readonly mergeCommit: Oid | null
  readonly mergedAt: string | null
}

export const toolkitLogin = 'acme-issueops[bot]'
const ledgerFolder = 'issues/'

export function momentOf({ now }: Pick<Town, 'now'>): string {
  return new Date(Date.UTC(2026, 10, 20) + now * 1000).toISOString().replace('.000Z', 'Z')
}

function commitId(number: number): Oid {
  return oid(number.toString(16).padStart(40, '0'))
}

export function beginningOf(policy: Policy, files: Readonly<Record<string, string>>): Town {
  return {
    now: 0,
    policy,
    members: new Set(['bob', 'carol']),
    main: [{ oid: commitId(1), files: new Map(Object.entries(files)) }],
    signals: [],
    ledger: [],
    people: [],
    issues: new Map(),
    given: 1,
  }
}

/** Somebody files another issue. */
export function filed(town: Town, number: number, login: string, body: string): Town {
  const base = {
    number: issueNumber(number),
    filed: town.now,
    author: user(login),
    body,
    lastEditedAt: null,
    editors: [],
    labels: [],
    comments: [],
    deletions: [],
    closing: null,
    stateReason: null,
    state: 'open',
    gone: false,
    reopenedAt: null,
    branches: new Map(),
    pulls: new Map(),
  } as const
  return withIssue(town, base)
}

export function issueOf(town: Town, number: IssueNumber): TownIssue {
  const found = town.issues.get(number)
  if (found === undefined) throw new Error(`there is no issue ${number}`)
  return found
}

export function withIssue(town: Town, issue: TownIssue): Town {
  return { ...town, issues: new Map([...town.issues, [issue.number, issue]]) }
}

export function tipOf({ main }: Town): TownCommit {
  const tip = main.at(-1)
  if (tip === undefined) throw new Error('a branch has a commit')
  return tip
}

/** A commit on the default branch with these files. */
export function committed(town: Town, files: ReadonlyMap<string, string>): Town {
  const given = town.given + 1
  return { ...town, given, main: [...town.main, { oid: commitId(given), files }] }
}

export function said(town: Town, number: IssueNumber, author: Person, body: string, own = false): Town {
  const issue = issueOf(town, number)
  const given = town.given + 1
  const comment: ObservedComment = {
    id: given,
    body,
    createdAt: momentOf(town),
    lastEditedAt: null,
    editor: null,
    author,
    own,
    minimized: false,
  }
  return withIssue({ ...town, given }, { ...issue, comments: [...issue.comments, comment] })
}

export function deletionOf(town: Town, comment: ObservedComment, by: string): CommentDeletion {
  return { by: user(by), author: comment.author, at: momentOf(town) }
}

/** What a commit on the ledger does; `own` where the toolkit made it, else somebody pushed it. */
export function onLedger(town: Town, changes: LedgerCommit['changes'], own: boolean): Town {
  const given = town.given + 1
  const parent = town.ledger.at(-1)?.oid
  const commit: LedgerCommit = {
    oid: commitId(given),
    parents: parent === undefined ? [] : [parent],
    authorship: own ? ownHand : foreignHand,
    changes,
  }
  return { ...town, given, ledger: [...town.ledger, commit] }
}

const ownHand = {
  author: { name: toolkitLogin, email: `4242+${toolkitLogin}@users.noreply.github.com` },
  committer: { name: 'GitHub', email: 'noreply@github.com' },
  signature: 'github',
} as const
const foreignHand = {
  author: { name: 'mallory', email: 'mallory@example.org' },
  committer: { name: 'mallory', email: 'mallory@example.org' },
  signature: 'none',
} as const

/** The files of a ledger, by path. */
export function ledgerFiles(ledger: Town['ledger']): ReadonlyMap<string, string> {
  const known = knownFiles.get(ledger)
  if (known !== undefined) return known
  const files = new Map<string, string>()
  for (const { changes } of ledger)
    for (const { path, text, status } of changes) {
      if (status === 'removed' || text === null) files.delete(path)
      else files.set(path, text)
    }
  knownFiles.set(ledger, files)
  return files
}

const knownFiles = new WeakMap<Town['ledger'], ReadonlyMap<string, string>>()

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}

const home = { owner: 'acme', name: 'platform', id: 1 } as const
const found = new WeakMap<Town['ledger'], Map<IssueNumber, ReturnType<typeof recordsIn>>>()

/** The records of one issue, as a run finds them. */
export function recordsOf(
  { ledger }: Pick<Town, 'ledger'>,
  number: IssueNumber,
): ReturnType<typeof recordsIn> {
  const known = found.get(ledger) ?? new Map<IssueNumber, ReturnType<typeof recordsIn>>()
  found.set(ledger, known)
  const folder = folderNamed(number)
  const files = [...ledgerFiles(ledger)].filter(([path]) => folderOf(path) === folder)
  const read =
    known.get(number) ??
    recordsIn(
      files.map(([path, content]) => ({ path, content })),
      home,
      number,
    )
  known.set(number, read)
  return read
}

/** Below a hundred issues all folders have the same parent. */
export function folderNamed(number: IssueNumber): string {
  return `${ledgerFolder}00/${number}`
}

function firstLook(town: Town, number: IssueNumber): FirstLook {
  const issue = issueOf(town, number)
  const { filed: since, branches, pulls: _, reopenedAt: __, gone, ...shown } = issue
  const { records, unreadable, newer } = recordsOf(town, number)
  const whole = plainIssue({
    ...shown,
    url: `https://github.com/acme/platform/issues/${number}`,
    title: 'Limit',
    createdAt: momentOf({ now: since }),
    commentCount: issue.comments.length,
  })
  return {
    viewer: { login: toolkitLogin, observedAt: momentOf(town) },
    repository: {
      ...home,
      nodeId: 'R_1',
      private: true,
      visibility: 'private',
      defaultBranch: 'main',
      commit: tipOf(town).oid,
      mergeMethods: ['squash'],
      autoMergeAllowed: false,
    },
    issue: gone ? leftOf(town, issue) : whole,
    policy: policyIn(town),
    ...(town.told === undefined ? {} : { told: town.told }),
    ledger: {
      head: headOf(town),
      ...byChapter(records),
      unreadable,
      people: [...town.people],
      ...(newer === null ? {} : { newer }),
    },
    branches: [...branches].map(([name, { head }]) => ({ name, head })),
  }
}

/** One and the same for one policy, so that it is read once. */
function policyIn({ policy, notify }: Town): Policy {
  if (notify === undefined) return policy
  const known = policiesThatTell.get(policy)
  if (known?.notify === notify) return known
  const found = { ...policy, notify }
  policiesThatTell.set(policy, found)
  return found
}

const policiesThatTell = new WeakMap<Policy, Policy>()

/** What its records tell of an issue that is gone. */
function leftOf(town: Town, { number, filed: since }: TownIssue): ObservedIssue {
  const request = recordsOf(town, number).records.at(-1)?.predicate.request
  if (request === undefined) throw new Error('an issue is gone that nobody would look at')
  const { requester: author, editors, bodyLastEditedAt: lastEditedAt } = request
  const rest = {
    url: `https://github.com/acme/platform/issues/${number}`,
    title: '',
    state: 'closed',
  } as const
  const createdAt = momentOf({ now: since })
  return plainIssue({ ...rest, gone: true, number, createdAt, lastEditedAt, author, editors: [...editors] })
}

export function headOf({ ledger }: Town): Oid | null {
  const tip = ledger.at(-1)
  return tip === undefined ? null : oid(tip.oid)
}

/** Looks at an issue, and closer as far as deciding needs it, as a run does. */
export function look(town: Town, number: IssueNumber, before?: FirstReading): FirstReading {
  return complete(town, readOn(firstLook(town, number), before))
}

function complete(town: Town, reading: FirstReading): FirstReading {
  const { snapshot } = reading
  if (!isWhole(reading)) {
    const need = needs(reading)
    if (need === null) return reading
    if (need.kind === 'comments') throw new Error('all comments are told at once')
    return complete(town, readOn({ ...snapshot, details: details(town, snapshot, need) }, reading))
  }
  const need = furtherNeeds(reading)
  if (need === null) return reading
  return complete(town, readOn(furtherLook(town, reading.snapshot, need), reading))
}

function furtherLook(town: Town, snapshot: Snapshot, need: FurtherNeeds): Snapshot {
  const { details } = snapshot
  const all = [...town.issues.keys()].map((number) => recordsOf(town, number))
  switch (need.kind) {
    case 'teams':
      throw new Error('no rule of these histories asks for owners')
    case 'lately':
      throw new Error('no type of these histories limits anything')
    case 'merge':
      return { ...snapshot, details: { ...details, merge: mergeAt(town, need.commit, need.paths) } }
    case 'other-records': {
      const otherRecords = need.issues.map((issue): OtherRecord => {
        const last = recordsOf(town, issue).records.at(-1) ?? null
        return { issue, last }
      })
      return { ...snapshot, details: { ...details, otherRecords } }
    }
    case 'history': {
      const { records, blobs, open } = writtenBeside(
        all.flatMap((each) => each.records),
        need.merges,
        need.files,
      )
      const texts = blobs.map((blob) => ({ oid: blob, text: textOf(town, blob) }))
      const merges = need.merges.map(({ predicate: { merge, plan } }) => {
        if (merge === null || plan === null) throw new Error('what is merged has a plan and a merge')
        return mergeAt(
          town,
          merge.commit,
          plan.files.map(({ path }) => path),
        )
      })
      const unreadable = all.flatMap((each) => each.unreadable)
      const unrecorded = open.flatMap(({ predicate: { issue, pull } }) =>
        issue !== snapshot.issue.number && isMerged(issueOf(town, issue), pull) ? [issue] : [],
      )
      const history = { records, unreadable, texts, merges, unrecorded }
      return { ...snapshot, details: { ...details, history } }
    }
    case 'predecessor': {
      const predecessor = predecessorAt(town, need.before, need.sources)
      return { ...snapshot, details: { ...details, predecessor } }
    }
    case 'outcome': {
      const commits = town.main.toReversed().map(({ oid: commit }) => ({
        commit,
        signals: town.signals.filter((each) => each.commit === commit),
      }))
      return { ...snapshot, details: { ...details, outcome: { commits } } }
    }
  }
}

/** The stage before, where it was merged, or found as requested. */
function predecessorAt(
  town: Town,
  { predicate: { merge, plan } }: FinalRecord,
  sources: readonly string[],
): ObservedPredecessor {
  const base = plan?.base
  if (base === undefined) throw new Error('a stage that is done has a plan')
  const commit = merge?.commit ?? base
  const there = town.main.find((each) => each.oid === commit)
  if (there === undefined) throw new Error('the stage before has come to the branch')
  const { files } = manifestsAt(there.files, commit, sources)
  const paths = plan?.files.map(({ path }) => path) ?? []
  return {
    merge: merge === null && sources.length === 0 ? null : mergeAt(town, commit, paths),
    sources: files,
  }
}

function isMerged({ pulls }: TownIssue, pull: RecordedPull | null): boolean {
  return [...pulls.values()].some(({ number, state }) => number === pull?.number && state === 'merged')
}

function textOf({ main }: Town, blob: Oid): string | null {
  for (const { files } of main) for (const text of files.values()) if (blobOid(text) === blob) return text
  return null
}

function mergeAt({ main }: Town, commit: Oid, paths: readonly string[]): ObservedMerge {
  const index = main.findIndex((each) => each.oid === commit)
  const [before, after] = [main[index - 1], main[index]]
  if (after === undefined) throw new Error('a merge stands on the branch')
  const oidAt = (path: string) => oidOf(after.files.get(path))
  return {
    commit,
    tree: treeOf(after.files),
    files: changedPaths(before?.files ?? new Map(), after.files).map((path) => ({ path, oid: oidAt(path) })),
    planned: filesAt(after.files, paths),
    onTarget: true,
  }
}

export function changedPaths(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  )
}

export function oidOf(text: string | undefined): Oid | null {
  return text === undefined ? null : blobOid(text)
}

export const townRoles: ReadonlyMap<string, 'read' | 'write' | 'maintain'> = new Map([
  ['alice', 'read'],
  ['bob', 'write'],
  ['carol', 'write'],
  ['dave', 'maintain'],
  ['erin', 'maintain'],
  ['mallory', 'read'],
])

function details(town: Town, { issue, repository, ledger }: FirstLook, need: DetailNeeds): Details {
  const { branch: name, paths } = need
  const own = issueOf(town, issue.number)
  const { private: _, commit: __, ...settings } = repository
  const branch = own.branches.get(name)
  const tip = tipOf(town)
  return {
    target: { ...settings, reached: true },
    branch:
      branch === undefined
        ? null
        : {
            name,
            head: branch.head,
            parents: [branch.commits === 1 ? branch.base.oid : commitId(0)],
            tree: treeOf(branch.files),
            message: branch.message,
            by: null,
            own: branch.commits === 1,
            files: filesAt(branch.files, paths),
          },
    pull: pullOf(town, own, name),
    manifests: manifestsAt(tip.files, tip.oid, paths),
    folders: foldersOf(tip.files),
    authority: authority({
      roles: [...townRoles].map(([login, role]) => ({ login, known: true, id: user(login).id, role })),
      teams: [
        team(
          'platform',
          [...town.members].map((login) => user(login).id),
        ),
      ],
      known: [...town.people],
    }),
    others: { open: othersOf(town, own), complete: true },
    history: null,
    predecessor: null,
    outcome: null,
    otherRecords: null,
    merge: null,
    mergeRefusal: null,
    ledgerDoubts: doubtsOf(town, ledger, issue.number),
    replacements: 0,
  }
}

function othersOf({ issues }: Town, own: TownIssue) {
  return [...issues.values()]
    .filter(({ number }) => number !== own.number)
    .flatMap(({ number, pulls }) =>
      [...pulls.values()]
        .filter(({ state }) => state === 'open')
        .map((pull) => ({
          issue: number,
          pull: pullNumber(pull.number),
          head: pull.branch.head,
          paths: changedPaths(pull.branch.base.files, pull.branch.files),
        })),
    )
}

/** What GitHub tells of the commits that touched the records of an issue. */
function doubtsOf(
  town: Town,
  { earlier, records }: FirstLook['ledger'],
  number: IssueNumber,
): readonly string[] {
  const folder = folderNamed(number)
  const touching = town.ledger.filter(({ changes }) => changes.some(({ path }) => folderOf(path) === folder))
  const commits = touching.toReversed().flatMap(({ oid: commit, parents, authorship }) => {
    if (authorship === null) throw new Error('every commit has its author')
    return [{ oid: commit, parents, ...authorship }]
  })
  return commitDoubts(
    [...earlier, ...records],
    commits,
    { host: 'github.com', apps: [toolkitLogin], people: [] },
    100,
  )
}

function pullOf(town: Town, own: TownIssue, name: string): ObservedPull | null {
  const pull = own.pulls.get(name)
  if (pull === undefined) return null
  const { branch } = pull
  const changed = changedPaths(branch.base.files, branch.files)
  const fits = pull.state !== 'open' || merged(town, branch) !== null
  return {
    number: pullNumber(pull.number),
    nodeId: `PR_${pull.number}`,
    url: `https://github.com/acme/platform/pull/${pull.number}`,
    state: pull.state,
    draft: false,
    title: pull.title,
    body: pull.body,
    head: branch.head,
    baseBranch: 'main',
    createdAt: pull.createdAt,
    forcedPushes: [...pull.forced],
    commits: branch.commits,
    changedPaths: changed,
    renames: false,
    writers: [],
    changedFiles: changed.length,
    mergeable: fits ? 'yes' : 'no',
    mergeState: fits ? 'clean' : 'dirty',
    publications: pull.publications.filter(({ head }) => head === branch.head),
    gates: [...pull.gates],
    autoMerge: false,
    queued: null,
    queueEnabled: false,
    mergeCommit: pull.mergeCommit,
    mergedAt: pull.mergedAt,
  }
}

/** The files of the default branch with what a branch changes, line by line; null where both have changed the same lines. */
function merged(town: Town, { base, files }: TownBranch): ReadonlyMap<string, string> | null {
  const after = new Map(tipOf(town).files)
  for (const path of changedPaths(base.files, files)) {
    const [before, here, there] = [base.files.get(path), after.get(path), files.get(path)]
    if (here === before || here === there) {
      if (there === undefined) after.delete(path)
      else after.set(path, there)
      continue
    }
    if (before === undefined || here === undefined || there === undefined) return null
    const text = applyPatch(here, structuredPatch(path, path, before, there))
    if (text === false) return null
    after.set(path, text)
  }
  return after
}

/** Merges the pull request of a branch, as GitHub does for whoever asks it to; null where it refuses. */
export function landed(town: Town, issue: TownIssue, name: string): Town | null {
  const pull = issue.pulls.get(name)
  if (pull?.state !== 'open') return null
  const files = merged(town, pull.branch)
  if (files === null) return null
  const next = committed(town, files)
  const done = { ...pull, state: 'merged', mergeCommit: tipOf(next).oid, mergedAt: momentOf(town) } as const
  return withIssue(next, { ...issue, pulls: new Map([...issue.pulls, [name, done]]) })
}

/** Whoever carries manifests out says what became of a commit. */
export function signalled(
  town: Town,
  { commit, name, app, state }: Pick<Signal, 'commit' | 'name' | 'app' | 'state'>,
): Town {
  const signal: Signal = { kind: 'status', name, app, state, commit, at: momentOf(town), url: null }
  // GitHub lists what was said last of each name.
  const others = town.signals.filter(
    (each) => each.commit !== commit || each.name !== name || each.app !== app,
  )
  return { ...town, signals: [...others, signal] }
}

/** Somebody pushes to a branch, or replaces its head. */
export function pushed(town: Town, issue: TownIssue, name: string, next: Omit<TownBranch, 'head'>): Town {
  const given = town.given + 1
  const branch = { ...next, head: commitId(given) }
  const [before, pull] = [issue.branches.get(name), issue.pulls.get(name)]
  const forced = before !== undefined && next.commits === 1
  const push = { at: momentOf(town), from: before?.head ?? null, to: branch.head }
  const pulls =
    pull?.state === 'open'
      ? new Map([
          ...issue.pulls,
          [name, { ...pull, branch, forced: forced ? [...pull.forced, push] : pull.forced }],
        ])
      : issue.pulls
  return withIssue(
    { ...town, given },
    { ...issue, branches: new Map([...issue.branches, [name, branch]]), pulls },
  )
}

/**
 * The town after a write, or `moved` where GitHub does not take it because something is not as it was seen: then the run looks again.
 */
export function written(town: Town, number: IssueNumber, effect: Effect): Town | 'moved' {
  const issue = issueOf(town, number)
  switch (effect.kind) {
    case 'ensure-ledger': {
      if (town.ledger.length > 0) return 'moved'
      const readme = { status: 'added', path: 'README.md', kind: 'file', text: 'The ledger.\n' } as const
      return onLedger(town, [readme], true)
    }
    case 'append-record': {
      if (effect.record.predicate.previous !== headOf(town)) return 'moved'
      const { path, record, people } = effect
      const added = { status: 'added', path, kind: 'file', text: encodeRecord(record) } as const
      return { ...onLedger(town, [added], true), people: people ?? town.people }
    }
    case 'append-lock':
      throw new Error('nobody locks anything in this town')
    case 'ensure-branch':
      return branchWritten(town, issue, effect)
    case 'ensure-pull':
    case 'publish-plan':
    case 'set-gate':
    case 'close-pull':
    case 'merge-pull':
      return pullWritten(town, issue, effect)
    case 'delete-branch': {
      if (issue.branches.get(effect.branch)?.head !== effect.head) return town
      const branches = new Map([...issue.branches].filter(([name]) => name !== effect.branch))
      return withIssue(town, { ...issue, branches })
    }
    case 'ensure-status': {
      const known = issue.comments.find(({ id }) => id === effect.comment)
      if (effect.comment !== null && known === undefined) return 'moved'
      if (known === undefined) return said(town, number, toolkit, effect.body, true)
      const comments = issue.comments.map((each) => (each === known ? { ...each, body: effect.body } : each))
      return withIssue(town, { ...issue, comments })
    }
    case 'reply':
    case 'notice':
      return said(town, number, toolkit, effect.body, true)
    case 'delete-comment': {
      const gone = issue.comments.find(({ id }) => id === effect.comment)
      if (gone === undefined) return town
      const comments = issue.comments.filter((each) => each !== gone)
      const deletion = { by: toolkit, author: toolkit, at: momentOf(town) }
      return withIssue(town, { ...issue, comments, deletions: [...issue.deletions, deletion] })
    }
    case 'ensure-labels': {
      const kept = issue.labels.filter(
        (label) => !effect.remove.includes(label) && !effect.add.includes(label),
      )
      return withIssue(town, { ...issue, labels: [...kept, ...effect.add] })
    }
    case 'close-issue':
      return closed(town, issue, true)
    case 'reopen-issue':
      return withIssue(town, { ...issue, state: 'open', stateReason: 'reopened', closing: null })
    case 'arm-merge':
    case 'disarm-merge':
      throw new Error('the request types of these histories merge at once')
    case 'notify':
      throw new Error('nobody is told in these histories')
  }
}

const toolkit: Person = { ...user('toolkit'), login: toolkitLogin, kind: 'bot' }

export function closed(town: Town, issue: TownIssue, own: boolean): Town {
  if (issue.state === 'closed') return town
  const closing = { at: momentOf(town), own }
  return withIssue(town, {
    ...issue,
    state: 'closed',
    stateReason: own ? 'completed' : 'not-planned',
    closing,
  })
}

function branchWritten(
  town: Town,
  issue: TownIssue,
  { branch: name, base, replaces, files: changes, message }: Extract<Effect, { kind: 'ensure-branch' }>,
): Town | 'moved' {
  const from = town.main.find((each) => each.oid === base)
  if (from === undefined || (issue.branches.get(name)?.head ?? null) !== replaces) return 'moved'
  const files = new Map(from.files)
  for (const { path, after } of changes) {
    if (after === null) files.delete(path)
    else files.set(path, after.text)
  }
  return pushed(town, issue, name, { base: from, files, commits: 1, message })
}

type PullEffect = Extract<
  Effect,
  { kind: 'ensure-pull' | 'publish-plan' | 'set-gate' | 'close-pull' | 'merge-pull' }
>

function pullWritten(town: Town, issue: TownIssue, effect: PullEffect): Town | 'moved' {
  const named = [...issue.pulls].find(([, pull]) => belongs(pull, effect))
  const [name, pull] = named ?? []
  const changed = (next: TownPull, of: string, in_: Town = town) =>
    withIssue(in_, { ...issue, pulls: new Map([...issue.pulls, [of, next]]) })
  if (effect.kind === 'ensure-pull' && effect.pull === null) {
    const branch = issue.branches.get(effect.branch)
    if (branch === undefined || issue.pulls.get(effect.branch)?.state === 'open') return 'moved'
    const { title, body } = effect
    const given = town.given + 1
    const base = { number: given, title, body, createdAt: momentOf(town), state: 'open', branch } as const
    const none = { forced: [], publications: [], gates: [], mergeCommit: null, mergedAt: null }
    return changed({ ...base, ...none }, effect.branch, { ...town, given })
  }
  if (name === undefined || pull === undefined) return 'moved'
  switch (effect.kind) {
    case 'ensure-pull':
      return changed({ ...pull, title: effect.title, body: effect.body }, name)
    case 'publish-plan': {
      const given = town.given + 1
      const published = { checkRun: given, digest: effect.digest, head: effect.head, at: momentOf(town) }
      return changed({ ...pull, publications: [...pull.publications, published] }, name, { ...town, given })
    }
    case 'set-gate': {
      const { head, state, digest } = effect
      return changed(
        { ...pull, gates: [...pull.gates.filter((gate) => gate.head !== head), { head, state, digest }] },
        name,
      )
    }
    case 'close-pull':
      return pull.state === 'open' ? changed({ ...pull, state: 'closed' }, name) : town
    case 'merge-pull':
      return pull.branch.head === effect.head ? (landed(town, issue, name) ?? 'moved') : 'moved'
  }
}

function belongs({ number, branch, gates }: TownPull, effect: PullEffect): boolean {
  switch (effect.kind) {
    case 'ensure-pull':
    case 'close-pull':
    case 'merge-pull':
      return effect.pull === number
    case 'publish-plan':
      return effect.head === branch.head
    case 'set-gate':
      return effect.head === branch.head || gates.some(({ head }) => head === effect.head)
  }
}
