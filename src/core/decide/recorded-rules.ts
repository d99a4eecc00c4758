import type { RecordedPeople, RecordedRule } from '../../model/record.js'
import type { PeopleReason, Reason, Verdict } from '../../model/verdict.js'
import { principalText } from '../approval/principal.js'

/** What a ledger says instead of the code owners of a repository that fewer people can read. */
const undisclosedOwners = 'codeowners'

/**
 * The rules of a verdict as the ledger keeps them: with the evidence they tell whether enough of the right people had approved.
 * @param withheld whether the ledger has more readers than CODEOWNERS; then only those owners are named whose approvals the evidence names.
 */
export function recordedRules({ root }: Verdict, withheld: boolean): readonly RecordedRule[] {
  return root.of.map((reason) => recordedRule(reason, withheld))
}

function recordedRule(reason: Reason, withheld: boolean): RecordedRule {
  switch (reason.kind) {
    case 'automatic':
      return { kind: 'automatic', rule: reason.rule, when: reason.when }
    case 'people':
      return recordedPeople(reason, withheld)
    case 'all':
    case 'any':
      return { kind: reason.kind, of: reason.of.map((each) => recordedRule(each, withheld)) }
  }
}

function recordedPeople(reason: PeopleReason, withheld: boolean): RecordedPeople {
  const { count, not, validFor, requireDigest, files } = reason
  const names = [...new Set(reason.from.map(principalText))]
  const counted = new Set(reason.approvals.flatMap(({ as }) => as))
  const owners = withheld && files !== null
  const from = owners ? [...names.filter((name) => counted.has(name)), undisclosedOwners] : names
  return { kind: 'people', from, count, not, validFor, requireDigest, files: owners ? [] : files }
}

/** Why a request was approved that nobody had to approve, for people; that it was so, its recorded rules say. */
export function automaticReason(
  file: string,
  rules: readonly { readonly rule: number; readonly when: string }[],
): string {
  const named = rules.map(({ rule, when }) => `rule ${rule} (${when})`).join(' and ')
  return `Approved without a person, as approval ${named} of ${file} says.`
}
