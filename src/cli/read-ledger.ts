import { execFileSync } from 'node:child_process'
import type { LedgerChange, LedgerCommit } from '../ledger/verify-ledger.js'

/** Most a git command may print here, in bytes. */
const outputMax = 256 * 1024 * 1024

/**
 * The commits of a ledger branch, oldest first, read with git. Null when there is no such branch.
 * @throws when git fails.
 */
export function readLedger(repository: string, ref: string): readonly LedgerCommit[] | null {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', repository, ...args], {
      encoding: 'utf8',
      maxBuffer: outputMax,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  const exists = git('for-each-ref', '--format=%(refname)', ref).trim() !== ''
  if (!exists) return null
  const lines = git('rev-list', '--reverse', '--parents', ref).trim().split('\n')
  return lines.map((line) => {
    const [commit = '', ...parents] = line.split(' ')
    return { oid: commit, parents, changes: changesOf(git, commit) }
  })
}

const statuses: Readonly<Record<string, LedgerChange['status']>> = { A: 'added', D: 'removed' }

function changesOf(git: (...args: readonly string[]) => string, commit: string): readonly LedgerChange[] {
  const listed = git(
    'diff-tree',
    '--root',
    '--no-commit-id',
    '--no-renames',
    '-r',
    '-z',
    '--name-status',
    '-m',
    '--first-parent',
    commit,
  )
  const parts = listed.split('\0').filter((part) => part !== '')
  const changes: LedgerChange[] = []
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const status = statuses[parts[index] ?? ''] ?? 'changed'
    const path = parts[index + 1] ?? ''
    changes.push({
      status,
      path,
      text: status === 'removed' ? null : git('cat-file', 'blob', `${commit}:${path}`),
    })
  }
  return changes
}
