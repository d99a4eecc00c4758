import { execFileSync } from 'node:child_process'
import type { Authorship, Signatory } from '../core/ledger/authorship.js'
import { fileBytesMax } from '../core/ledger/decode-record.js'
import type { LedgerChange, LedgerCommit } from '../core/ledger/verify-ledger.js'

/** Where a clone has the ledger: its own branch, or the one it fetched. */
export const usualRefs = ['refs/heads/issueops/ledger', 'refs/remotes/origin/issueops/ledger'] as const

/** Most a git command may print here, in bytes. */
const outputMax = 256 * 1024 * 1024

export type Git = (input: string, ...args: readonly string[]) => Buffer

/**
 * The commits of a ledger branch, oldest first, read with git in a few calls however many there are. Null when there is no such branch.
 * @param ref in full, as in `refs/heads/issueops/ledger`: a short name could be another's.
 * @throws when git fails.
 */
export function readLedger(repository: string, ref: string): readonly LedgerCommit[] | null {
  if (!refsNamed(repository, ref).includes(ref)) return null
  const git = gitOf(repository)
  const listed = lines(git('', 'rev-list', '--reverse', '--parents', ref, '--'))
  const commits = listed.map((line) => {
    const [oid = '', ...parents] = line.split(' ')
    return { oid, parents }
  })
  const entries = changedEntries(
    git,
    commits.map(({ oid }) => oid),
  )
  const files = [...entries.values()].flat().flatMap((entry) => (isFile(entry) ? [entry.blob] : []))
  const objects = readObjects(git, [...new Set([...commits.map(({ oid }) => oid), ...files])])
  return commits.map(({ oid, parents }) => ({
    oid,
    parents,
    authorship: authorshipOf(objects.get(oid)?.toString('utf8') ?? ''),
    changes: (entries.get(oid) ?? []).map((entry) => changeOf(entry, objects)),
  }))
}

/** Full names of the refs of a repository that a name may mean. @throws when git fails. */
export function refsNamed(repository: string, name: string): readonly string[] {
  const meant = ['', 'refs/', 'refs/heads/', 'refs/remotes/', 'refs/tags/'].map(
    (prefix) => `${prefix}${name}`,
  )
  const found = lines(gitOf(repository)('', 'for-each-ref', '--format=%(refname)', ...meant))
  return meant.filter((ref) => found.includes(ref))
}

/** Replacements that somebody keeps in a clone must not stand in for what was committed. */
export function gitOf(repository: string): Git {
  return (input, ...args) =>
    execFileSync('git', ['--no-replace-objects', '-C', repository, ...args], {
      input,
      maxBuffer: outputMax,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
}

function lines(output: Buffer): readonly string[] {
  return output
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
}

/** One changed file as `git diff-tree --raw` lists it. */
interface Entry {
  readonly status: LedgerChange['status']
  readonly mode: string
  readonly blob: string
  readonly path: string
}

const statuses: Readonly<Record<string, LedgerChange['status']>> = { A: 'added', D: 'removed' }

/** What each commit changed against its first parent; what is not UTF-8 in a path becomes a replacement character, and is no record's path. */
function changedEntries(git: Git, commits: readonly string[]): ReadonlyMap<string, readonly Entry[]> {
  const options = [
    '--stdin',
    '--root',
    '--no-renames',
    '-r',
    '-z',
    '--raw',
    '-m',
    '--first-parent',
    '--abbrev=64',
  ]
  const parts = git(`${commits.join('\n')}\n`, 'diff-tree', ...options)
    .toString('utf8')
    .split('\0')
  const found = new Map<string, Entry[]>()
  let current: Entry[] = []
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] ?? ''
    const raw = /^:\d+ (\d+) \S+ (\S+) ([A-Z])/.exec(part)
    if (raw === null) {
      const [commit = ''] = /^[0-9a-f]{40,64}/.exec(part) ?? []
      if (commit !== '') {
        current = []
        found.set(commit, current)
      }
      continue
    }
    const [, mode = '', blob = '', letter = ''] = raw
    index += 1
    current.push({ status: statuses[letter] ?? 'changed', mode, blob, path: parts[index] ?? '' })
  }
  return found
}

/** The contents of objects by id; those that are longer than a record, or another bound, are left out. */
export function readObjects(
  git: Git,
  oids: readonly string[],
  bytesMax: number = fileBytesMax,
): ReadonlyMap<string, Buffer> {
  const sizes = lines(git(`${oids.join('\n')}\n`, 'cat-file', '--batch-check=%(objectname) %(objectsize)'))
  const small = sizes.flatMap((line) => {
    const [oid = '', size = ''] = line.split(' ')
    return Number(size) <= bytesMax ? [oid] : []
  })
  const output = git(`${small.join('\n')}\n`, 'cat-file', '--batch')
  const found = new Map<string, Buffer>()
  let at = 0
  while (at < output.length) {
    const end = output.indexOf('\n', at)
    const [oid = '', , size = '0'] = output.subarray(at, end).toString('ascii').split(' ')
    const from = end + 1
    found.set(oid, output.subarray(from, from + Number(size)))
    at = from + Number(size) + 1
  }
  return found
}

function isFile({ status, mode }: Entry): boolean {
  return status !== 'removed' && mode === '100644'
}

function changeOf(entry: Entry, objects: ReadonlyMap<string, Buffer>): LedgerChange {
  const { status, path } = entry
  if (status === 'removed') return { status, path, kind: 'file', text: null }
  const content = isFile(entry) ? objects.get(entry.blob) : undefined
  const text = content === undefined ? null : textOf(content)
  return { status, path, kind: text === null ? 'odd' : 'file', text }
}

function textOf(content: Buffer): string | null {
  const text = content.toString('utf8')
  return Buffer.from(text, 'utf8').equals(content) ? text : null
}

/** Reads author, committer and whether there is a signature from a raw commit. Source: git's documentation, “Git Internals - Git Objects”. */
function authorshipOf(commit: string): Authorship {
  const blank = commit.indexOf('\n\n')
  const headers = commit.slice(0, blank === -1 ? commit.length : blank).split('\n')
  const header = (name: string) => headers.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1)
  const signed = header('gpgsig') ?? header('gpgsig-sha256')
  return {
    author: signatoryOf(header('author') ?? ''),
    committer: signatoryOf(header('committer') ?? ''),
    signature: signed === undefined ? 'none' : 'unchecked',
  }
}

function signatoryOf(header: string): Signatory {
  const [, name = '', email = ''] = /^(.*?) ?<([^>]*)>/.exec(header) ?? []
  return { name, email }
}
