import type { Hands, Signatory } from '../core/ledger/authorship.js'
import { commitDoubts, foreignDoubts, type RecordCommit } from '../core/ledger/check-commits.js'
import { locksPath } from '../core/ledger/lock-form.js'
import { peoplePath } from '../core/ledger/people.js'
import { recordFolder } from '../core/ledger/record-path.js'
import type { Reader } from '../github/reader.js'
import type { Oid } from '../model/ids.js'
import type { LedgerRecord } from '../model/record.js'
import type { FirstLook } from '../model/snapshot.js'
import { demandWhole, type Fields, fields, flag, nodes, optionalFields, text } from './answer.js'

/** Most commits of one issue's records that are looked at, the newest: GitHub gives no more in one page, and these are what counts. */
const commitsMax = 100

/** Most commits that are looked at of the files beside the records; older ones were looked at by runs of their time. */
const besideCommitsMax = 20

/** What is read of a commit to tell whose it is. */
export const authorshipSelection = `oid parents(first: 2) { nodes { oid } }
  author { name email user { login } } committer { name email } signature { isValid wasSignedByGitHub }`

/**
 * The commits that touched the records of the issue, and whom the ledger knows by login, as a part of a query about its repository: what a record says is only worth
 * something if the toolkit wrote it. Nothing is older than the issue, so GitHub need not walk the whole branch. Empty where there is no
 * ledger. Only numbers, ids and a moment become part of the document.
 */
export function recordCommitsSelection({ ledger, issue }: FirstLook): string {
  if (ledger.head === null) return ''
  const first = Math.min(ledger.earlier.length + ledger.records.length + 1, commitsMax)
  const since = new Date(Date.parse(issue.createdAt)).toISOString()
  return `ledgerCommits: object(oid: "${ledger.head}") { ... on Commit {
    history(first: ${first}, path: "${recordFolder(issue.number)}", since: "${since}") { nodes { ${authorshipSelection} } }
    people: history(first: ${besideCommitsMax}, path: "${peoplePath}", since: "${since}") { nodes { ${authorshipSelection} } }
    locks: history(first: ${besideCommitsMax}, path: "${locksPath}", since: "${since}") { nodes { ${authorshipSelection} } }
  } }`
}

/** Why the records are not the toolkit's, as far as their commits tell. */
export function decodeLedgerDoubts(
  repository: Fields,
  { ledger, issue, viewer }: FirstLook,
): readonly string[] {
  if (ledger.head === null) return []
  const tip = fields(repository.ledgerCommits, 'the tip of the ledger')
  const commits = nodes(tip.history, 'the commits of the ledger').map(decodeRecordCommit)
  const hands = ownHands({ issue, viewer })
  const met = nodes(tip.people, 'the commits of the ledger').map(decodeRecordCommit)
  // Where the file is not there, somebody may have removed it.
  const locked = nodes(tip.locks, 'the commits of the ledger')
  return [
    ...commitDoubts([...ledger.earlier, ...ledger.records], commits, hands, commitsMax),
    ...foreignDoubts(peoplePath, met, hands),
    ...foreignDoubts(locksPath, locked.map(decodeRecordCommit), hands),
  ]
}

/**
 * An app believes its own commits alone: GitHub signs what any app commits anywhere, so that a commit of another one could have been made in
 * a repository of somebody's own, and pushed here. Whoever looks with a token of their own cannot tell which app is the toolkit's.
 */
export function ownHands({ issue, viewer }: Pick<FirstLook, 'issue' | 'viewer'>): Hands {
  return { host: new URL(issue.url).hostname, ...handsOf(viewer.login) }
}

function handsOf(viewer: string): Pick<Hands, 'apps' | 'people'> {
  return viewer.endsWith('[bot]') ? { apps: [viewer], people: [] } : { apps: null, people: [viewer] }
}

/** Requests whose commits are asked for in one query. */
const issuesPerQuery = 20

/** The records of other requests in a ledger. */
interface Others {
  readonly ledger: Oid
  /** Of each of them, oldest first. */
  readonly issues: readonly (readonly LedgerRecord[])[]
}

/**
 * Why the records of other requests are not the toolkit's, with their folder: who could make up that another request has written a place since
 * would keep it as it is. Only numbers, ids and a moment become part of the documents. @throws GitHubError
 */
export async function observeOthersDoubts(
  reader: Reader,
  snapshot: Pick<FirstLook, 'issue' | 'viewer'>,
  { ledger, issues }: Others,
): Promise<readonly string[]> {
  const { owner, name } = reader.repository
  const hands = ownHands(snapshot)
  const portions = Array.from({ length: Math.ceil(issues.length / issuesPerQuery) }, (_, index) =>
    issues.slice(index * issuesPerQuery, (index + 1) * issuesPerQuery),
  )
  const doubts = portions.map(async (portion) => {
    const selections = portion.map((records, index) => `of${index}: ${commitsOf(ledger, records)}`)
    const document = `query OthersCommits($owner: String!, $name: String!) {
      repository(owner: $owner, name: $name) { ${selections.join(' ')} }
    }`
    const answer = await reader.query('read the commits of the ledger', document, { owner, name })
    demandWhole(answer, 'the commits of the ledger', () => false)
    const repository = fields(fields(answer.data, 'the ledger').repository, 'the repository')
    return portion.flatMap((records, index) => {
      const { history } = fields(repository[`of${index}`], 'the tip of the ledger')
      const commits = nodes(history, 'the commits of the ledger').map(decodeRecordCommit)
      const folder = folderOf(records)
      return commitDoubts(records, commits, hands, commitsMax).map((doubt) => `${folder} (${doubt})`)
    })
  })
  return (await Promise.all(doubts)).flat()
}

function commitsOf(ledger: Oid, records: readonly LedgerRecord[]): string {
  const first = Math.min(records.length + 1, commitsMax)
  const since = new Date(Date.parse(records[0]?.predicate.request.filedAt ?? '')).toISOString()
  return `object(oid: "${ledger}") { ... on Commit { history(first: ${first}, path: "${folderOf(records)}", since: "${since}") { nodes { ${authorshipSelection} } } } }`
}

function folderOf([first]: readonly LedgerRecord[]): string {
  if (first === undefined) throw new Error('a request whose word counts has records')
  return recordFolder(first.predicate.issue)
}

/** A commit as {@link authorshipSelection} reads it. */
export function decodeRecordCommit(node: Fields): RecordCommit {
  const what = 'a commit of the ledger'
  return {
    oid: text(node.oid, what),
    parents: nodes(node.parents, what).map((parent) => text(parent.oid, what)),
    author: signatory(fields(node.author, what)),
    committer: signatory(fields(node.committer, what)),
    signature: signatureOf(optionalFields(node.signature, what)),
  }
}

/** Names and addresses are what somebody wrote into the commit, and may be missing. */
function signatory({ name, email, user }: Fields): Signatory {
  const login = optionalFields(user, 'an author of the ledger')?.login
  const written = {
    name: name === null ? '' : text(name, 'a name'),
    email: email === null ? '' : text(email, 'an address'),
  }
  return typeof login === 'string' ? { ...written, login } : written
}

function signatureOf(signature: Fields | null): RecordCommit['signature'] {
  if (signature === null) return 'none'
  const valid = flag(signature.isValid, 'whether a signature is valid')
  return valid && flag(signature.wasSignedByGitHub, 'whose a signature is') ? 'github' : 'other'
}
