import { fileBytesMax } from '../core/ledger/decode-record.js'
import { ledgerBranch } from '../core/ledger/ledger-branch.js'
import { recordFolder } from '../core/ledger/record-path.js'
import type { ArchivedEntry } from '../github/archive.js'
import type { Reader } from '../github/reader.js'
import { type IssueNumber, isNumbered, issueNumber, type Oid, repositoryRef } from '../model/ids.js'
import type { LedgerRecord } from '../model/record.js'
import { demandWhole, fields, objectId, text, whole } from './answer.js'
import { treeOf } from './archive-tree.js'
import { textOf } from './blob-text.js'
import { type Home, type RecordFile, recordsIn } from './decode-ledger.js'

/** The records of all issues, as they stood at one commit of the ledger. */
export interface AllRecords {
  /** Of each issue, oldest first, up to what cannot be read. */
  readonly records: ReadonlyMap<IssueNumber, readonly LedgerRecord[]>
  /** What is no record, with the reason. While there is any, it is not known what is in force. */
  readonly unreadable: readonly string[]
}

/**
 * All records of a ledger, in two calls however many there are: the archive of its commit, and what the commit says it holds. The archive is
 * believed only where its files make up the very tree of the commit: a `.gitattributes` in the ledger could have left records out of it.
 * @throws GitHubError
 */
export async function observeAllRecords(reader: Reader, head: Oid): Promise<AllRecords> {
  const [{ home, tree }, entries] = await Promise.all([observeTree(reader, head), reader.archive(head)])
  if (treeOf(entries) !== tree) return { records: new Map(), unreadable: [otherThan(head, entries)] }
  const { folders, unreadable } = byIssue(entries)
  const records = new Map<IssueNumber, readonly LedgerRecord[]>()
  for (const [number, files] of [...folders].toSorted(([a], [b]) => a - b)) {
    const found = recordsIn([...files.values()], home, number)
    records.set(number, found.records)
    unreadable.push(...found.unreadable)
  }
  return { records, unreadable }
}

const treeQuery = `
  query LedgerTree($owner: String!, $name: String!, $head: GitObjectID!) {
    repository(owner: $owner, name: $name) {
      nameWithOwner databaseId tip: object(oid: $head) { ... on Commit { tree { oid } } }
    }
  }`

async function observeTree(reader: Reader, head: Oid): Promise<{ readonly home: Home; readonly tree: Oid }> {
  const { owner, name } = reader.repository
  const answer = await reader.query('find the files of the ledger', treeQuery, { owner, name, head })
  demandWhole(answer, 'the files of the ledger', () => false)
  const repository = fields(fields(answer.data, 'the ledger').repository, 'the repository')
  const tip = fields(repository.tip, 'the tip of the ledger')
  return {
    home: {
      ...repositoryRef(text(repository.nameWithOwner, 'the name of the repository')),
      id: whole(repository.databaseId, 'the id of the repository'),
    },
    tree: objectId(fields(tip.tree, 'the files of the ledger').oid, 'the files of the ledger'),
  }
}

function otherThan(head: Oid, entries: readonly ArchivedEntry[]): string {
  const attributes = entries.find(({ path }) => /(?:^|\/)\.gitattributes$/.test(path))?.path
  const likely = attributes ?? 'a .gitattributes, a submodule or a name that is no UTF-8'
  return `${ledgerBranch} (the archive of ${head} is not what the commit holds: look for ${likely})`
}

/** The files of the issues by the folder of each, and the paths of what stands among them and is in no such folder. */
function byIssue(entries: readonly ArchivedEntry[]): {
  readonly folders: ReadonlyMap<IssueNumber, ReadonlyMap<string, RecordFile>>
  readonly unreadable: string[]
} {
  const folders = new Map<IssueNumber, Map<string, RecordFile>>()
  const unreadable: string[] = []
  for (const entry of entries) {
    if (entry.kind === 'folder' || !/^issues(?:\/|$)/.test(entry.path)) continue
    const place = placeOf(entry.path)
    if (place === null) {
      unreadable.push(`${entry.path} (not in its place)`)
      continue
    }
    const files = folders.get(place.number) ?? new Map<string, RecordFile>()
    folders.set(place.number, files)
    const content = place.path === entry.path ? contentOf(entry) : null
    files.set(place.path, { path: place.path, content })
  }
  return { folders, unreadable }
}

/** Whose folder a path is in, and what stands in that folder on the way to it: a folder there is no record, whatever is in it. */
function placeOf(path: string): { readonly number: IssueNumber; readonly path: string } | null {
  const [, folder = '', digits = '', name = ''] = /^(issues\/\d+\/([1-9]\d{0,9}))\/([^/]+)/.exec(path) ?? []
  const number = Number(digits)
  if (!isNumbered(number) || folder !== recordFolder(number)) return null
  return { number: issueNumber(number), path: `${folder}/${name}` }
}

function contentOf({ kind, bytes }: ArchivedEntry): string | null {
  return kind === 'file' && bytes.length <= fileBytesMax ? textOf(bytes) : null
}
