import { encodeRecord } from '../core/ledger/encode-record.js'
import { ledgerBranch } from '../core/ledger/ledger-branch.js'
import { ledgerReadme } from '../core/ledger/ledger-readme.js'
import { encodePeople, peoplePath } from '../core/ledger/people.js'
import { GitHubError } from '../github/errors.js'
import type { Writer } from '../github/writer.js'
import type { Effect } from '../model/effect.js'
import { oid } from '../model/ids.js'
import type { Written } from './written.js'

/** Begins the ledger: a branch without ancestors that holds only a page saying what it is. */
export async function ensureLedger(writer: Writer): Promise<Written> {
  const tree = await writer.createTree(null, [{ path: 'README.md', mode: '100644', text: ledgerReadme }])
  const commit = await writer.createCommit('Begin the ledger', tree, [])
  await orMoved(writer.createBranch(ledgerBranch, commit))
  return { did: 'created', fact: { kind: 'ledger', head: oid(commit), record: null } }
}

/** Appends one record, with whoever is new beside it, if nobody else has appended meanwhile: the branch is compared and moved in one step. */
export async function appendRecord(
  writer: Writer,
  { path, record, people }: Extract<Effect, { kind: 'append-record' }>,
): Promise<Written> {
  const { decision, issue, previous } = record.predicate
  const files = [
    { path, text: encodeRecord(record) },
    ...(people === undefined ? [] : [{ path: peoplePath, text: encodePeople(people) }]),
  ]
  const headline = `Record: issue ${issue} ${decision}`
  const commit = await writer.addFiles(ledgerBranch, previous, files, headline)
  const learned = people === undefined ? {} : { people }
  return { did: 'created', fact: { kind: 'ledger', head: oid(commit), record, ...learned } }
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
