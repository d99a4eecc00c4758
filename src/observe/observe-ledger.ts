import type { ListedCommit, Reader } from '../github/reader.js'
import { ledgerBranch } from '../ledger/ledger-branch.js'
import type { LedgerChange, LedgerCommit } from '../ledger/verify-ledger.js'
import { type Oid, oid } from '../model/ids.js'
import { demandWhole, type Fields, fields, objectId, optionalFields, text } from './answer.js'

/** Commits read one by one at the same time; GitHub slows down whoever asks for too much at once. */
const commitsAtOnceMax = 10

/**
 * The ledger as GitHub has it now, oldest commit first; null where there is none. Commits come in pages of 100 and the texts of all files
 * in one read. What each commit changed takes one call per commit, which `GITHUB_TOKEN` may make 1,000 times an hour: a clone and
 * `issueops audit verify` are the better way to check a ledger of many hundred records.
 * @throws GitHubError
 */
export async function observeLedger(reader: Reader): Promise<readonly LedgerCommit[] | null> {
  const listed = await listCommits(reader)
  if (listed === null) return null
  const texts = await readTexts(reader)
  const commits: LedgerCommit[] = []
  for (let from = 0; from < listed.length; from += commitsAtOnceMax) {
    const some = listed.slice(from, from + commitsAtOnceMax)
    commits.push(...(await Promise.all(some.map((commit) => readCommit(reader, commit, texts)))))
  }
  return commits
}

/** GitHub answers 404 for a branch that is not there. */
async function listCommits(reader: Reader): Promise<readonly ListedCommit[] | null> {
  const { owner, name } = reader.repository
  const answer = await reader.query('find the ledger', headQuery, {
    owner,
    name,
    ref: `refs/heads/${ledgerBranch}`,
  })
  demandWhole(answer, 'whether there is a ledger', () => false)
  const repository = fields(fields(answer.data, 'the ledger').repository, 'the repository')
  if (optionalFields(repository.ref, 'the ledger') === null) return null
  return reader.commits(ledgerBranch)
}

const headQuery = `
  query Ledger($owner: String!, $name: String!, $ref: String!) {
    repository(owner: $owner, name: $name) { ref(qualifiedName: $ref) { target { oid } } }
  }`

const textsQuery = `
  query Records($owner: String!, $name: String!, $issues: String!) {
    repository(owner: $owner, name: $name) {
      issues: object(expression: $issues) { ... on Tree { entries { object { ... on Tree { entries {
        oid object { ... on Blob { text isTruncated isBinary } }
      } } } } } }
    }
  }`

/** The text of every record that is still there, by blob id. */
async function readTexts(reader: Reader): Promise<ReadonlyMap<Oid, string>> {
  const { owner, name } = reader.repository
  const issues = `refs/heads/${ledgerBranch}:issues`
  const answer = await reader.query('read the records', textsQuery, { owner, name, issues })
  demandWhole(answer, 'the records', () => false)
  const repository = fields(fields(answer.data, 'the records').repository, 'the repository')
  const folders = entriesOf(optionalFields(repository.issues, 'the records'))
  const files = folders.flatMap((folder) => entriesOf(optionalFields(folder.object, 'the records')))
  return new Map(
    files.flatMap((file) => {
      const blob = optionalFields(file.object, 'a record')
      const whole = blob?.isTruncated === false && blob.isBinary === false
      return whole ? [[objectId(file.oid, 'a record'), text(blob.text, 'a record')] as const] : []
    }),
  )
}

function entriesOf(tree: Fields | null): readonly Fields[] {
  return Array.isArray(tree?.entries)
    ? tree.entries.map((entry: unknown) => fields(entry, 'a file of the ledger'))
    : []
}

async function readCommit(
  reader: Reader,
  { oid: id, parents }: ListedCommit,
  texts: ReadonlyMap<Oid, string>,
): Promise<LedgerCommit> {
  const { files } = await reader.commit(oid(id))
  const changes = await Promise.all(
    files.flatMap((file) => {
      const left = file.status === 'renamed' && file.previousPath !== null ? [file.previousPath] : []
      return [
        ...left.map((path) => Promise.resolve({ status: 'removed' as const, path, text: null })),
        readChange(reader, file, texts),
      ]
    }),
  )
  return { oid: id, parents, changes }
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
  texts: ReadonlyMap<Oid, string>,
): Promise<LedgerChange> {
  const status = statuses.get(file.status) ?? 'changed'
  if (status === 'removed' || file.blob === null) return { status, path: file.path, text: null }
  const blob = oid(file.blob)
  return { status, path: file.path, text: texts.get(blob) ?? (await readBlob(reader, blob)) }
}

/** What is no UTF-8 is read with replacement characters, and is no record then. */
async function readBlob(reader: Reader, blob: Oid): Promise<string> {
  return Buffer.from(await reader.blob(blob)).toString('utf8')
}
