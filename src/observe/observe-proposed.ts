import { ledgerBranch } from '../core/ledger/ledger-branch.js'
import { readPolicy } from '../core/request-type/read-policy.js'
import type { Reader } from '../github/reader.js'
import type { IssueNumber, Oid } from '../model/ids.js'
import type { LedgerRecord } from '../model/record.js'
import type { RequestType } from '../model/request-type.js'
import type { Visibility } from '../model/snapshot.js'
import { demandWhole, fields, flag, objectId, optionalFields, text, word } from './answer.js'
import { observeAllRecords } from './observe-all-records.js'
import { decodePolicy, policySelection } from './observe-policy.js'

/** A pull request that somebody has opened, as far as it matters whose places it touches. */
export interface ProposedPull {
  /** The branch its change is on, and whether that is in another repository. */
  readonly branch: string
  readonly isFork: boolean
  readonly head: Oid
  readonly into: string
  /** Who can read it. */
  readonly visibility: Visibility
}

const visibilities = { PUBLIC: 'public', INTERNAL: 'internal', PRIVATE: 'private' } as const

const pullQuery = `
  query Proposed($owner: String!, $name: String!, $number: Int!) {
    repository(owner: $owner, name: $name) {
      visibility
      pullRequest(number: $number) { headRefName headRefOid baseRefName isCrossRepository }
    }
  }`

/** Null where there is no pull request of that number. @throws GitHubError */
export async function observeProposedPull(reader: Reader, number: IssueNumber): Promise<ProposedPull | null> {
  const { owner, name } = reader.repository
  const answer = await reader.query('read the pull request', pullQuery, { owner, name, number })
  demandWhole(answer, 'the pull request', ({ path, type }) => {
    return type === 'NOT_FOUND' && path.join('.') === 'repository.pullRequest'
  })
  const repository = fields(fields(answer.data, 'the pull request').repository, 'the repository')
  const pull = optionalFields(repository.pullRequest, 'the pull request')
  if (pull === null) return null
  return {
    branch: text(pull.headRefName, 'the branch of a pull request'),
    isFork: flag(pull.isCrossRepository, 'whether a pull request leaves the repository'),
    head: objectId(pull.headRefOid, 'the head of a pull request'),
    into: text(pull.baseRefName, 'the base of a pull request'),
    visibility: word(repository.visibility, visibilities, 'who can read the repository'),
  }
}

/** What a ledger says of all requests, and which types there are. */
export interface WholeLedger {
  /** Who can read it. */
  readonly visibility: Visibility
  readonly records: readonly LedgerRecord[]
  /** What is no record, with the reason. While there is any, it is not known what is in force. */
  readonly unreadable: readonly string[]
  readonly types: readonly RequestType[]
}

const ledgerQuery = `
  query WholeLedger($owner: String!, $name: String!, $ledger: String!) {
    repository(owner: $owner, name: $name) {
      visibility
      ledger: ref(qualifiedName: $ledger) { target { oid } }
      ${policySelection('HEAD')}
    }
  }`

/** Without a ledger nothing is on record. @throws GitHubError */
export async function observeWholeLedger(reader: Reader): Promise<WholeLedger> {
  const { owner, name } = reader.repository
  const ledger = `refs/heads/${ledgerBranch}`
  const answer = await reader.query('find the ledger', ledgerQuery, { owner, name, ledger })
  demandWhole(answer, 'the ledger', () => false)
  const repository = fields(fields(answer.data, 'the ledger').repository, 'the repository')
  const visibility = word(repository.visibility, visibilities, 'who can read the ledger')
  const types = readPolicy(decodePolicy(repository)).candidates.map(({ type }) => type)
  const branch = optionalFields(repository.ledger, 'the ledger')
  if (branch === null) return { visibility, records: [], unreadable: [], types }
  const head = objectId(fields(branch.target, 'the tip of the ledger').oid, 'the tip of the ledger')
  const { records, unreadable } = await observeAllRecords(reader, head)
  return { visibility, records: [...records.values()].flat(), unreadable, types }
}
