import { ledgerBranch } from '../core/ledger/ledger-branch.js'
import type { QueryAnswer, Reader } from '../github/reader.js'
import type { DetailNeeds } from '../model/needs.js'
import type { Details, FirstLook } from '../model/snapshot.js'
import { demandWhole, type Fields, fields, nodes, optionalFields, text } from './answer.js'
import { decodeLedgerDoubts, recordCommitsSelection } from './observe-record-commits.js'

/** How far the ledger is to be believed. */
export type LedgerTrust = Pick<Details, 'ledgerDoubts' | 'ledgerRules'>

/** Most rules that are looked at; GitHub gives no more in one page, and what is not seen protects nothing. */
const rulesMax = 100

/**
 * What is read of the ledger itself, as a part of a query about its repository: whose its commits are, and where that matters, the rules of
 * its branch, which everybody who reads the repository may see. Empty where there is no ledger.
 */
export function trustSelection(snapshot: FirstLook, needs: DetailNeeds): string {
  const commits = recordCommitsSelection(snapshot)
  if (!asksRules(snapshot, needs)) return commits
  return `${commits} ledgerRules: ref(qualifiedName: "refs/heads/${ledgerBranch}") { rules(first: ${rulesMax}) { nodes { type } } }`
}

export function decodeTrust(repository: Fields, snapshot: FirstLook, needs: DetailNeeds): LedgerTrust {
  const ledgerDoubts = decodeLedgerDoubts(repository, snapshot)
  return asksRules(snapshot, needs) ? { ledgerDoubts, ledgerRules: rulesOf(repository) } : { ledgerDoubts }
}

/** The same in a query of its own, where the repository of the issue and that of the manifests take two tokens. */
export async function observeTrust(
  reader: Reader,
  snapshot: FirstLook,
  needs: DetailNeeds,
): Promise<LedgerTrust> {
  const selection = trustSelection(snapshot, needs)
  if (selection === '') return { ledgerDoubts: [] }
  const { owner, name } = reader.repository
  const document = `query Ledger($owner: String!, $name: String!) {
    repository(owner: $owner, name: $name) { ${selection} }
  }`
  const answer = await reader.query('read the commits of the ledger', document, { owner, name })
  demandWhole(answer, 'the commits of the ledger', isOfRules)
  const data = fields(answer.data, 'the commits of the ledger')
  return decodeTrust(fields(data.repository, 'the repository'), snapshot, needs)
}

/** Whether an error is about the rules alone: what is not told of them is said to be so. */
export function isOfRules({ path }: QueryAnswer['errors'][number]): boolean {
  return path[1] === 'ledgerRules'
}

function asksRules({ ledger }: FirstLook, { ledgerRules }: DetailNeeds): boolean {
  return ledgerRules === true && ledger.head !== null
}

/** “Restrict updates”: only who may bypass the rule can push. Source: GraphQL reference, enum RepositoryRuleType. */
function rulesOf(repository: Fields): NonNullable<Details['ledgerRules']> {
  const branch = optionalFields(repository.ledgerRules, 'the branch of the ledger')
  const rules = optionalFields(branch?.rules, 'the rules of the ledger')
  if (rules === null) return 'untold'
  const types = nodes(rules, 'the rules of the ledger').map((rule) => text(rule.type, 'the type of a rule'))
  return types.includes('UPDATE') ? 'restrict-updates' : 'open'
}
