import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeRecord } from '../../src/core/ledger/encode-record.js'
import { recordPath } from '../../src/core/ledger/record-path.js'
import { oid } from '../../src/model/ids.js'
import type { LedgerRecord } from '../../src/model/record.js'

/** As GitHub commits what an app asks for; it would sign it as well. */
const who = {
  GIT_AUTHOR_NAME: 'acme-issueops[bot]',
  GIT_AUTHOR_EMAIL: '77+acme-issueops[bot]@users.noreply.github.com',
  GIT_COMMITTER_NAME: 'GitHub',
  GIT_COMMITTER_EMAIL: 'noreply@github.com',
  GIT_AUTHOR_DATE: '2026-11-20T10:00:00Z',
  GIT_COMMITTER_DATE: '2026-11-20T10:00:00Z',
}

/** A clone in which a ledger is written by hand. */
export function ledgerClone() {
  const folder = mkdtempSync(join(tmpdir(), 'issueops-ledger-'))
  const git = (input: string, ...args: readonly string[]) =>
    execFileSync('git', ['-C', folder, ...args], {
      input,
      encoding: 'utf8',
      env: { ...process.env, ...who },
    }).trim()
  git('', 'init', '--quiet', '--initial-branch', 'main')

  /** A commit with one more file, and something that looks like a signature. */
  function commit(parent: string | null, path: string, text: string, signed = true): string {
    const blob = git(text, 'hash-object', '-w', '--stdin')
    if (parent === null) git('', 'read-tree', '--empty')
    else git('', 'read-tree', parent)
    git(`100644 ${blob}\t${path}\n`, 'update-index', '--add', '--index-info')
    const parents = parent === null ? [] : ['-p', parent]
    const made = git('Record\n', 'commit-tree', ...parents, git('', 'write-tree'))
    const [headers = '', ...message] = git('', 'cat-file', 'commit', made).split('\n\n')
    const signature = signed
      ? '\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n forged\n -----END PGP SIGNATURE-----'
      : ''
    return git(
      `${headers}${signature}\n\n${message.join('\n\n')}\n`,
      'hash-object',
      '-t',
      'commit',
      '-w',
      '--stdin',
    )
  }

  /** A ledger with these records, each made to follow the commit before it, at a ref. */
  function ledgerAt(ref: string, records: readonly LedgerRecord[], signed = true): void {
    let head = commit(null, 'README.md', 'The ledger\n')
    for (const record of records) {
      const { issue, sequence } = record.predicate
      const text = encodeRecord({ ...record, predicate: { ...record.predicate, previous: oid(head) } })
      head = commit(head, recordPath(issue, sequence), text, signed)
    }
    git('', 'update-ref', ref, head)
  }

  return { folder, git, commit, ledgerAt, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
