import { finalDecisions, type LedgerRecord } from '../../model/record.js'
import {
  blocks,
  bullets,
  code,
  joined,
  type Markdown,
  markdown,
  reference,
  table,
} from '../markdown/markdown.js'

/**
 * What the status comment says once the ledger holds the end. Everything comes from the record: the request type may be gone by now.
 * @param later what became of the comments it rests on, in sentences; the record keeps their texts.
 */
export function finalStatus(record: LedgerRecord, later: readonly string[]): Markdown {
  const { predicate } = record
  if (!finalDecisions.includes(predicate.decision))
    throw new Error(`not a final decision: ${predicate.decision}`)
  return blocks(
    headline(record),
    reason(record),
    files(record),
    findings(record),
    deeds(later),
    footer(record),
  )
}

function headline(record: LedgerRecord): Markdown {
  const { predicate } = record
  const { title } = predicate.request
  const who = joined(
    predicate.evidence.map((each) => code(each.person.login)),
    ', ',
  )
  switch (predicate.decision) {
    case 'merged':
      return blocks(
        predicate.merge?.findings.length === 0
          ? markdown`### ✅ ${title}: merged`
          : markdown`### ⚠️ ${title}: merged, but not as approved`,
        markdown`Pull request ${pull(record)} is merged into ${code(predicate.plan?.branch ?? '')} as ${code((predicate.merge?.commit ?? '').slice(0, 12))}, ${approvedBy(record, who)}.${predicate.merge?.findings.length === 0 ? ' Nothing is left to do.' : ''}`,
      )
    case 'applied':
      return blocks(
        markdown`### ✅ ${title}: already as requested`,
        markdown`The manifests already say what this request asks for, so there is nothing to change.`,
      )
    case 'rejected':
      return blocks(
        markdown`### 🚫 ${title}: rejected`,
        markdown`Declined by ${who}. To ask again, file a new request.`,
      )
    case 'withdrawn':
      return blocks(
        markdown`### ↩️ ${title}: withdrawn`,
        markdown`The request was taken back and nothing was changed. To ask again, file a new request.`,
      )
    case 'proposed':
    case 'approval-given':
    case 'approved':
    case 'revoked':
    case 'hold':
    case 'unhold':
      throw new Error(`not a final decision: ${predicate.decision}`)
  }
}

/** The pull request is where the manifests are. */
function pull({ predicate }: LedgerRecord): Markdown {
  const there = predicate.plan?.repository ?? predicate.repository
  const [owner = '', name = ''] = there.split('/')
  const here = there.toLowerCase() === predicate.repository.toLowerCase()
  return reference(here ? null : { owner, name }, predicate.pull?.number ?? 0)
}

function approvedBy({ predicate }: LedgerRecord, who: Markdown): Markdown {
  if (predicate.evidence.length > 0) return markdown`approved by ${who}`
  const { rules = [] } = predicate
  return rules.length > 0 && rules.every(({ kind }) => kind === 'automatic')
    ? markdown`approved by its rules alone`
    : markdown`without an approval`
}

function reason({ predicate }: LedgerRecord): Markdown | null {
  return predicate.reason === null ? null : markdown`**Reason:** ${predicate.reason}`
}

function files({ predicate }: LedgerRecord): Markdown | null {
  if (predicate.decision !== 'merged' || predicate.plan === null || predicate.plan.withheld === true)
    return null
  const words = { create: 'new file', update: 'changed', delete: 'removed' } as const
  return table(
    ['File', 'Change'],
    predicate.plan.files.map((file) => [code(file.path), markdown`${words[file.change]}`]),
  )
}

function findings({ predicate }: LedgerRecord): Markdown | null {
  const found = predicate.merge?.findings ?? []
  if (found.length === 0) return null
  return blocks(
    markdown`**⚠️ A maintainer has to look at this:**`,
    bullets(found.map((each) => markdown`${each}`)),
  )
}

function deeds(later: readonly string[]): Markdown | null {
  if (later.length === 0) return null
  return blocks(
    markdown`**Later**, which changes nothing about the decision; the ledger keeps what was written:`,
    bullets(later.map((each) => markdown`${each}`)),
  )
}

function footer({ predicate }: LedgerRecord): Markdown {
  const plan =
    predicate.plan === null ? markdown`` : markdown`Plan ${code(predicate.plan.digest.slice(0, 12))} · `
  return markdown`<sub>${plan}recorded in ${code('issueops/ledger')} as decision ${predicate.sequence} of this issue</sub>`
}
