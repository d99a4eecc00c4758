import { ledgerBranch } from '../core/ledger/ledger-branch.js'
import { type ReadPolicy, readPolicy } from '../core/request-type/read-policy.js'
import { due } from '../core/sweep/due.js'
import type { Reader } from '../github/reader.js'
import type { DueItem } from '../model/due.js'
import type { Oid } from '../model/ids.js'
import type { Instant } from '../model/instant.js'
import { demandWhole, fields, objectId, optionalFields } from './answer.js'
import { type AllRecords, observeAllRecords } from './observe-all-records.js'
import { decodePolicy, policySelection } from './observe-policy.js'

/** What the time alone asks for. */
export interface Due {
  /** When it was looked at, by GitHub's clock. */
  readonly at: Instant
  /** The most urgent first. */
  readonly items: readonly DueItem[]
  /** What of the ledger is no record, with the reason: what it hides may be due. */
  readonly unreadable: readonly string[]
  /** The tip of the ledger; null where there is none. */
  readonly ledger: Oid | null
  /** What all of it was found in. */
  readonly records: AllRecords['records']
  readonly policy: ReadPolicy
}

const dueQuery = `
  query Due($owner: String!, $name: String!, $ledger: String!) {
    repository(owner: $owner, name: $name) {
      ledger: ref(qualifiedName: $ledger) { target { oid } }
      ${policySelection('HEAD')}
    }
  }`

/**
 * The issues that the sweep looks at because of the time, whether they are open or not: the ledger says when something ends, and the request types
 * when that is said before.
 * @throws GitHubError
 */
export async function observeDue(reader: Reader): Promise<Due> {
  const { owner, name } = reader.repository
  const ledger = `refs/heads/${ledgerBranch}`
  const answer = await reader.query('find what is due', dueQuery, { owner, name, ledger })
  demandWhole(answer, 'what is due', () => false)
  const repository = fields(fields(answer.data, 'what is due').repository, 'the repository')
  const branch = optionalFields(repository.ledger, 'the ledger')
  const policy = readPolicy(decodePolicy(repository))
  if (branch === null)
    return { at: answer.date, items: [], unreadable: [], ledger: null, records: new Map(), policy }
  const head = objectId(fields(branch.target, 'the tip of the ledger').oid, 'the tip of the ledger')
  const { records, unreadable } = await observeAllRecords(reader, head)
  const items = due(records, policy, answer.date)
  return { at: answer.date, items, unreadable, ledger: head, records, policy }
}
