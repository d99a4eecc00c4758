import { GitHubError } from '../github/errors.js'
import type { Writer } from '../github/writer.js'
import { encodeRecord } from '../ledger/encode-record.js'
import { ledgerBranch } from '../ledger/ledger-branch.js'
import { ledgerReadme } from '../ledger/ledger-readme.js'
import type { Effect } from '../model/effect.js'
import { oid } from '../model/ids.js'
import type { Written } from './act.js'

/** Begins the ledger: a branch without ancestors that holds only a page saying what it is. */
export async function ensureLedger(writer: Writer): Promise<Written> {
  const tree = await writer.createTree(null, [{ path: 'README.md', mode: '100644', text: ledgerReadme }])
  const commit = await writer.createCommit('Begin the ledger', tree, [])
  await orMoved(writer.createBranch(ledgerBranch, commit))
  return { did: 'created', fact: { kind: 'ledger', head: oid(commit), record: null } }
}

/** Appends one record, if nobody else has appended meanwhile: the branch is compared and moved in one step. */
export async function appendRecord(
  writer: Writer,
  { path, record }: Extract<Effect, { kind: 'append-record' }>,
): Promise<Written> {
  const { decision, issue, previous } = record.predicate
  const file = { path, text: encodeRecord(record) }
  const commit = await writer.addFile(ledgerBranch, previous, file, `Record: issue ${issue} ${decision}`)
  return { did: 'created', fact: { kind: 'ledger', head: oid(commit), record } }
}

/** GitHub answers 422 when a branch exists already: another run was faster, so this one looks again. */
async function orMoved(creation: Promise<void>): Promise<void> {
  try {
    await creation
  } catch (error) {
    if (!(error instanceof GitHubError) || error.failure !== 'refused') throw error
    throw new GitHubError({ ...error, detail: error.detail, failure: 'moved', cause: error })
  }
}
