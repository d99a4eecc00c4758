import { execFileSync } from 'node:child_process'
import { verifyLedger } from '../core/ledger/verify-ledger.js'
import { manifestFormat } from '../core/manifest/manifest-format.js'
import { filePathProblem } from '../core/plan/resolve-file-path.js'
import { oid } from '../model/ids.js'
import type { FileMode } from '../model/manifest.js'
import type { FileState, Place, PlannedFile } from '../model/plan.js'
import { UsageError } from './exit-code.js'
import { readLedger, usualRefs } from './read-ledger.js'

/** Most a git command may print here, in bytes. */
const outputMax = 64 * 1024 * 1024

/** The clones a merge is looked up in. */
export interface Clones {
  /** Has the ledger. */
  readonly ledger: string
  /** Has the manifests, and the merge commit among its objects. */
  readonly manifests: string
}

/**
 * Every file that the merge of a request brought, before and after, read from git: what landed, whatever was planned.
 * @throws UsageError when the ledger has no merge of it, or a clone lacks the commit.
 */
export function readMergedFiles({ ledger, manifests }: Clones, issue: number): readonly PlannedFile[] {
  const commits = usualRefs.map((ref) => readLedger(ledger, ref)).find((found) => found !== null)
  if (commits === undefined || commits === null)
    throw new UsageError(
      `${ledger} has no ledger. Fetch it with: git fetch origin issueops/ledger:issueops/ledger`,
    )
  const { records } = verifyLedger(commits)
  const merge = records.findLast(({ predicate }) => predicate.issue === issue && predicate.merge !== null)
    ?.predicate.merge
  if (merge === undefined || merge === null)
    throw new UsageError(`The ledger has no merge of issue ${issue}, so there is nothing to undo.`)
  return changesOf(manifests, merge.commit)
}

function changesOf(root: string, commit: string): readonly PlannedFile[] {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', root, ...args], { maxBuffer: outputMax, stdio: ['ignore', 'pipe', 'ignore'] })
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
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new UsageError(
      `A file of commit ${commit} is no UTF-8 text. Take it back with: git revert ${commit}`,
    )
  }
}

function byGit(path: string): UsageError {
  return new UsageError(`${path} is no manifest a request may write. Take the merge back with git revert.`)
}
