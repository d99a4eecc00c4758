import { execFileSync } from 'node:child_process'
import { anyApp } from '../core/ledger/authorship.js'
import { fileToTakeBack, restingOn } from '../core/ledger/file-to-take-back.js'
import { type Footing, footings } from '../core/ledger/footings.js'
import { inForce } from '../core/ledger/in-force.js'
import { ownStanding, stageOf } from '../core/ledger/own-standing.js'
import { verifyLedger } from '../core/ledger/verify-ledger.js'
import { manifestFormat } from '../core/manifest/manifest-format.js'
import { filePathProblem } from '../core/plan/resolve-file-path.js'
import { type FileToTakeBack, fileAsPlanned } from '../core/plan/take-back.js'
import { type IssueNumber, type Oid, oid } from '../model/ids.js'
import type { FileMode } from '../model/manifest.js'
import type { FileState, Place, PlannedFile } from '../model/plan.js'
import type { Problem } from '../model/problem.js'
import type { FinalRecord, LedgerRecord } from '../model/record.js'
import { FoundProblems, UsageError } from './exit-code.js'
import { refuseDoubts, serverHost } from './local-ledger.js'
import { readLedger, usualRefs } from './read-ledger.js'

/** Most a git command may print here, in bytes. */
const outputMax = 64 * 1024 * 1024

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The clones a merge is looked up in. */
export interface Clones {
  /** Has the ledger. */
  readonly ledger: string
  /** Has the manifests, and the merge commit among its objects. */
  readonly manifests: string
}

interface ToTakeBack {
  readonly issue: IssueNumber
  /** Null where it is not named: a request with one stage in force needs no name. */
  readonly stage: string | null
}

/** What was merged of a request, and what becomes of it when it is taken back. */
export type MergedRequest =
  | { readonly kind: 'merged'; readonly files: readonly FileToTakeBack[] }
  /** It was taken back, and that was merged. */
  | { readonly kind: 'taken-back' }

/**
 * What takes back a request, as the ledger and the merge commit tell it: the places of its record, of which those that later requests in force
 * have written are left. Of a merge that was not the plan it is every file that the merge brought, whatever was planned.
 * @throws UsageError when the ledger has no merge of it, or a clone lacks the commit; FoundProblems where the two do not agree, or others rest on it.
 */
export function readMergedRequest(
  { ledger, manifests }: Clones,
  { issue, stage }: ToTakeBack,
): MergedRequest {
  const commits = usualRefs.map((ref) => readLedger(ledger, ref)).find((found) => found !== null)
  if (commits === undefined || commits === null)
    throw new UsageError(
      `${ledger} has no ledger. Fetch it with: git fetch origin issueops/ledger:issueops/ledger`,
    )
  const { records, findings } = verifyLedger(commits, {
    hands: { ...anyApp, host: serverHost() },
    repository: null,
  })
  refuseDoubts(findings)
  const found = inForce(records)
  const ofIssue = records.filter(({ predicate }) => predicate.issue === issue)
  const own = footings(found, issue, mergeMeant(ofIssue, stage))
  const [first] = own
  if (first !== undefined) return { kind: 'merged', files: placeByPlace(manifests, first.layer.record, own) }
  if (found.requests.has(issue)) return { kind: 'taken-back' }
  const merge = ofIssue.findLast(
    ({ predicate: { merge, cause } }) => merge !== null && (cause.kind === 'asked' || cause.kind === 'stage'),
  )?.predicate.merge
  if (merge === undefined || merge === null)
    throw new UsageError(`The ledger has no merge of issue ${issue}, so there is nothing to undo.`)
  return { kind: 'merged', files: changesOf(manifests, merge.commit).map(fileAsPlanned) }
}

/** The merge that is to be taken back: the only one in force, or that of the last stage; none where nothing is in force. */
function mergeMeant(own: readonly LedgerRecord[], stage: string | null): readonly FinalRecord[] {
  const merges = ownStanding(own)?.merges ?? []
  const names = merges.map((record) => stageOf(record) ?? 'the whole request')
  const inForceNow = names.length === 0 ? 'nothing of it is in force' : `in force are: ${names.join(', ')}`
  if (stage !== null && !names.includes(stage))
    throw new UsageError(`The stage ${stage} cannot be undone: ${inForceNow}.`)
  if (stage === null ? merges.length > 1 : stage !== names.at(-1))
    throw new UsageError(
      `Stages are undone from the last one down, and ${inForceNow}. Begin with --stage ${names.at(-1)}.`,
    )
  return merges.slice(-1)
}

function placeByPlace(
  root: string,
  { predicate: { plan, merge } }: FinalRecord,
  own: readonly Footing[],
): readonly FileToTakeBack[] {
  const [rested, ...more] = own.flatMap((footing) => restingOn(footing) ?? [])
  if (rested !== undefined) throw new FoundProblems([rested, ...more])
  const commit = merge?.commit ?? ''
  const brought = changesOf(root, commit)
  const planned = plan?.files ?? []
  const agree = planned.every(({ path, before, after }) =>
    brought.some((file) => {
      return file.path === path && idOf(file.before) === before && idOf(file.after) === after
    }),
  )
  const files = planned.map((file) => fileToTakeBack(file, own, (id) => blobText(root, id)))
  const known = files.flatMap((file) => file ?? [])
  if (!agree || planned.length !== brought.length || known.length < files.length)
    throw new FoundProblems([doubtful(commit)])
  return known
}

function idOf(state: FileState | null): Oid | null {
  return state?.oid ?? null
}

function doubtful(commit: string): Problem {
  return {
    code: 'state/merge-doubtful',
    what: `Commit ${commit.slice(0, 12)}, which the ledger has as the merge of this request, does not change exactly what the record says.`,
    fix: 'Find out what happened to it, and take the change back by hand.',
  }
}

function changesOf(root: string, commit: string): readonly PlannedFile[] {
  const git = gitOf(root)
  try {
    git('cat-file', '-e', `${commit}^{commit}`)
  } catch {
    throw new UsageError(`${root} has no commit ${commit}. Fetch the branch it was merged into first.`)
  }
  const listed = git(
    'diff-tree',
    '--root',
    '--no-commit-id',
    '--no-renames',
    '-r',
    '-z',
    '-m',
    '--first-parent',
    commit,
  )
  const parts = listed
    .toString('utf8')
    .split('\0')
    .filter((part) => part !== '')
  const text = (id: string) => decode(git('cat-file', 'blob', id), commit)
  return Array.from({ length: parts.length / 2 }, (_, index) =>
    changedFile(parts[index * 2] ?? '', parts[index * 2 + 1] ?? '', text),
  )
}

/** Null where the clone has no such blob, or it is no text. */
function blobText(root: string, id: Oid): string | null {
  try {
    return utf8.decode(gitOf(root)('cat-file', 'blob', id))
  } catch {
    return null
  }
}

function gitOf(root: string) {
  return (...args: readonly string[]) =>
    execFileSync('git', ['-C', root, ...args], { maxBuffer: outputMax, stdio: ['ignore', 'pipe', 'ignore'] })
}

/** A line of `git diff-tree`: `:<mode> <mode> <blob> <blob> <letter>`, and its path. */
function changedFile(line: string, path: string, text: (id: string) => string): PlannedFile {
  const [modeBefore = '', modeAfter = '', idBefore = '', idAfter = ''] = line.slice(1).split(' ')
  const refused = filePathProblem(path.split('/').map((each) => ({ text: each, literal: true })))
  if (refused !== null) throw byGit(path)
  const before = stateOf(path, modeBefore, idBefore, text)
  const after = stateOf(path, modeAfter, idAfter, text)
  const mode: FileMode = (after === null ? modeBefore : modeAfter) === '100755' ? '100755' : '100644'
  const base = { path, mode, places: manifestFormat(path) === null ? linePlaces(before, after) : [] }
  if (before === null && after !== null) return { ...base, change: 'create', before, after }
  if (before !== null && after === null) return { ...base, change: 'delete', before, after }
  if (before !== null && after !== null) return { ...base, change: 'update', before, after }
  throw byGit(path)
}

function stateOf(path: string, mode: string, id: string, text: (id: string) => string): FileState | null {
  if (/^0+$/.test(mode)) return null
  if (mode !== '100644' && mode !== '100755') throw byGit(path)
  return { oid: oid(id), text: text(id) }
}

/** Lines only one side has; data says its places itself. */
function linePlaces(before: FileState | null, after: FileState | null): readonly Place[] {
  const [old, now] = [before, after].map((side) => (side === null ? [] : side.text.split(/\r?\n/)))
  const gone = (old ?? []).filter((line) => !now?.includes(line))
  const fresh = (now ?? []).filter((line) => !old?.includes(line))
  return [
    ...gone.map((line) => ({ at: [{ line }], old: line })),
    ...fresh.map((line) => ({ at: [{ line }], new: line })),
  ]
}

function decode(bytes: Uint8Array, commit: string): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new UsageError(
      `A file of commit ${commit} is no UTF-8 text. Take it back with: git revert ${commit}`,
    )
  }
}

function byGit(path: string): UsageError {
  return new UsageError(`${path} is no manifest a request may write. Take the merge back with git revert.`)
}
