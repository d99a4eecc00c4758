import { fileBytesMax } from '../core/ledger/decode-record.js'
import { ledgerBranch } from '../core/ledger/ledger-branch.js'
import type { LedgerChange, LedgerCommit } from '../core/ledger/verify-ledger.js'
import { GitHubError } from '../github/errors.js'
import type { QueryAnswer, Reader } from '../github/reader.js'
import { type Oid, oid } from '../model/ids.js'
import {
  demandWhole,
  type Fields,
  fields,
  flag,
  nodes,
  objectId,
  optionalFields,
  text,
  whole,
} from './answer.js'
import { authorshipSelection, decodeRecordCommit } from './observe-record-commits.js'

/** Commits read one by one at the same time; GitHub slows down whoever asks for too much at once. */
const commitsAtOnceMax = 10

/** Which repository a ledger belongs to, and where GitHub is. */
export interface LedgerPlace {
  readonly repository: { readonly repository: string; readonly repositoryId: number }
  /** As in `github.com`. */
  readonly host: string
}

/** The ledger of a repository. */
export interface ObservedCommits extends LedgerPlace {
  /** Oldest first; null where there is no ledger. */
  readonly commits: readonly LedgerCommit[] | null
}

/**
 * The ledger as GitHub has it now. Commits, with whose they are, come in pages of 100 and the texts of all files in one read. What each
 * commit changed takes one call per commit, which `GITHUB_TOKEN` may make 1,000 times an hour: a clone and `issueops audit verify --online`
 * are the better way to check a ledger of many hundred records.
 * @throws GitHubError
 */
export async function observeLedger(reader: Reader): Promise<ObservedCommits> {
  const { made, ...place } = await observeLedgerCommits(reader)
  if (made === null) return { ...place, commits: null }
  const files = await readFiles(reader, made.at(-1)?.oid ?? '')
  const commits: LedgerCommit[] = []
  for (let from = 0; from < made.length; from += commitsAtOnceMax) {
    const some = made.slice(from, from + commitsAtOnceMax)
    commits.push(...(await Promise.all(some.map((commit) => readCommit(reader, commit, files)))))
  }
  return { ...place, commits }
}

type MadeCommit = Omit<LedgerCommit, 'changes'>

/** The commits of the ledger with whose they are, in pages of 100, oldest first; null where there is no ledger. @throws GitHubError */
export async function observeLedgerCommits(
  reader: Reader,
): Promise<LedgerPlace & { readonly made: readonly MadeCommit[] | null }> {
  const { owner, name } = reader.repository
  const variables = { owner, name, ref: `refs/heads/${ledgerBranch}` }
  const found = await ask(reader, 'find the ledger', headQuery, variables)
  const repository = {
    repository: text(found.nameWithOwner, 'the name of the repository'),
    repositoryId: whole(found.databaseId, 'the id of the repository'),
  }
  const place = { repository, host: new URL(text(found.url, 'the address of the repository')).hostname }
  const branch = optionalFields(found.ledger, 'the ledger')
  if (branch === null) return { ...place, made: null }
  const head = objectId(fields(branch.target, 'the tip of the ledger').oid, 'the tip of the ledger')
  const made: MadeCommit[] = []
  let after: string | null = null
  do {
    const page: Fields = await ask(reader, 'list the commits of the ledger', pageQuery, {
      owner,
      name,
      head,
      after,
    })
    const { history } = fields(page.tip, 'the tip of the ledger')
    made.push(...nodes(history, 'the commits of the ledger').map(madeCommit))
    const { hasNextPage, endCursor } = fields(fields(history, 'the commits').pageInfo, 'the page of commits')
    after = flag(hasNextPage, 'whether there are more commits') ? text(endCursor, 'the next page') : null
  } while (after !== null)
  return { ...place, made: made.reverse() }
}

const headQuery = `
  query Ledger($owner: String!, $name: String!, $ref: String!) {
    repository(owner: $owner, name: $name) {
      nameWithOwner databaseId url ledger: ref(qualifiedName: $ref) { target { oid } }
    }
  }`

const pageQuery = `
  query LedgerCommits($owner: String!, $name: String!, $head: GitObjectID!, $after: String) {
    repository(owner: $owner, name: $name) { tip: object(oid: $head) { ... on Commit {
      history(first: 100, after: $after) { nodes { ${authorshipSelection} } pageInfo { hasNextPage endCursor } }
    } } }
  }`

const filesQuery = `
  query Records($owner: String!, $name: String!, $issues: String!) {
    repository(owner: $owner, name: $name) {
      issues: object(expression: $issues) { ... on Tree { entries { path mode object { ... on Tree { entries {
        path mode object { ... on Tree { entries {
          path mode oid object { ... on Blob { text isTruncated isBinary } }
        } } }
      } } } } } }
    }
  }`

async function ask(
  reader: Reader,
  operation: string,
  document: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Fields> {
  const answer: QueryAnswer = await reader.query(operation, document, variables)
  demandWhole(answer, 'the ledger', () => false)
  return fields(fields(answer.data, 'the ledger').repository, 'the repository')
}

function madeCommit(node: Fields): MadeCommit {
  const { oid: id, parents, ...authorship } = decodeRecordCommit(node)
  return { oid: id, parents, authorship }
}

/** The files that are still there: texts by blob id, and the paths of what is no regular file. */
interface LedgerFiles {
  readonly texts: ReadonlyMap<Oid, string>
  readonly odd: ReadonlySet<string>
}

/** Git's modes of a file and a folder. */
const [fileMode, folderMode] = [0o100644, 0o040000]

async function readFiles(reader: Reader, head: string): Promise<LedgerFiles> {
  const { owner, name } = reader.repository
  const repository = await ask(reader, 'read the records', filesQuery, {
    owner,
    name,
    issues: `${head}:issues`,
  })
  const hundreds = entriesOf(optionalFields(repository.issues, 'the records'))
  const folders = hundreds.flatMap(below)
  const files = folders.flatMap(below)
  const odd = [
    ...[...hundreds, ...folders].filter(({ mode }) => mode !== folderMode),
    ...files.filter(({ mode }) => mode !== fileMode),
  ]
  const texts = files.flatMap((file) => {
    const blob = file.mode === fileMode ? optionalFields(file.object, 'a record') : null
    const readable = blob?.isTruncated === false && blob.isBinary === false
    return readable ? [[objectId(file.oid, 'a record'), text(blob.text, 'a record')] as const] : []
  })
  return { texts: new Map(texts), odd: new Set(odd.map(({ path }) => text(path, 'a path of the ledger'))) }
}

function below(folder: Fields): readonly Fields[] {
  return folder.mode === folderMode ? entriesOf(optionalFields(folder.object, 'the records')) : []
}

function entriesOf(tree: Fields | null): readonly Fields[] {
  return Array.isArray(tree?.entries)
    ? tree.entries.map((entry: unknown) => fields(entry, 'a file of the ledger'))
    : []
}

async function readCommit(reader: Reader, made: MadeCommit, there: LedgerFiles): Promise<LedgerCommit> {
  const { files } = await reader.commit(oid(made.oid))
  const changes = await Promise.all(
    files.flatMap((file) => {
      const left = file.status === 'renamed' && file.previousPath !== null ? [file.previousPath] : []
      return [
        ...left.map((path) =>
          Promise.resolve({ status: 'removed', path, kind: 'file', text: null } as const),
        ),
        readChange(reader, file, there),
      ]
    }),
  )
  return { ...made, changes }
}

const statuses: ReadonlyMap<string, LedgerChange['status']> = new Map([
  ['added', 'added'],
  ['copied', 'added'],
  ['renamed', 'added'],
  ['removed', 'removed'],
])

async function readChange(
  reader: Reader,
  file: { readonly path: string; readonly status: string; readonly blob: string | null },
  { texts, odd }: LedgerFiles,
): Promise<LedgerChange> {
  const { path } = file
  const status = statuses.get(file.status) ?? 'changed'
  if (status === 'removed' || file.blob === null) return { status, path, kind: 'file', text: null }
  if (odd.has(path)) return { status, path, kind: 'odd', text: null }
  const blob = oid(file.blob)
  const content = texts.get(blob) ?? (await readBlob(reader, blob))
  return { status, path, kind: content === null ? 'odd' : 'file', text: content }
}

/** A submodule names a commit of another repository, which is no blob of this one. What is no UTF-8 is no text. */
async function readBlob(reader: Reader, blob: Oid): Promise<string | null> {
  try {
    const bytes = Buffer.from(await reader.blob(blob))
    const content = bytes.toString('utf8')
    return bytes.length <= fileBytesMax && Buffer.from(content, 'utf8').equals(bytes) ? content : null
  } catch (error) {
    if (error instanceof GitHubError && (error.failure === 'not-found' || error.failure === 'refused'))
      return null
    throw error
  }
}
