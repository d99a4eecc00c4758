import { ledgerBranch } from '../core/ledger/ledger-branch.js'
import { locksPath } from '../core/ledger/lock-form.js'
import { peoplePath } from '../core/ledger/people.js'
import { recordFolder } from '../core/ledger/record-path.js'
import type { Reader } from '../github/reader.js'
import type { FirstLook, ObservedLedger } from '../model/snapshot.js'
import { demandWhole, fields, optionalFields } from './answer.js'
import { besideSelection, decodeLedger, recordsSelection } from './decode-ledger.js'

const tipQuery = `
  query LedgerTip($owner: String!, $name: String!, $ledger: String!, $people: String!, $locks: String!) {
    repository(owner: $owner, name: $name) {
      ledger: ref(qualifiedName: "refs/heads/${ledgerBranch}") { target { oid } }
      records: object(expression: $ledger) ${recordsSelection}
      people: object(expression: $people) ${besideSelection}
      locks: object(expression: $locks) ${besideSelection}
    }
  }`

/**
 * The ledger as it is by now, as far as one issue rests on it: its tip, the records of the issue, and whom it knows by login. Null where there is
 * none any more.
 * @throws GitHubError
 */
export async function observeLedgerTip(
  reader: Reader,
  { issue, repository: home }: FirstLook,
): Promise<ObservedLedger | null> {
  const { owner, name } = reader.repository
  const answer = await reader.query('read the ledger again', tipQuery, {
    owner,
    name,
    ledger: `refs/heads/${ledgerBranch}:${recordFolder(issue.number)}`,
    people: `refs/heads/${ledgerBranch}:${peoplePath}`,
    locks: `refs/heads/${ledgerBranch}:${locksPath}`,
  })
  demandWhole(answer, 'the ledger', () => false)
  const repository = fields(fields(answer.data, 'the ledger').repository, 'the repository')
  if (optionalFields(repository.ledger, 'the ledger') === null) return null
  return decodeLedger(repository, home, issue.number)
}
