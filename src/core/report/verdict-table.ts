import type { AutomaticReason, PeopleReason, Reason } from '../../model/verdict.js'
import { principalText } from '../approval/principal.js'
import { code, joined, type Markdown, markdown, table } from '../text/markdown.js'
import { explainVerdict, type VerdictView } from './explain-verdict.js'

/** Who has approved: one row for each rule, or the tree of reasons where rules have groups. */
export function verdictTable(view: VerdictView): Markdown {
  const { of } = view.verdict.root
  const plain = of.filter(isPlain)
  return plain.length < of.length
    ? explainVerdict(view)
    : table(['Approval by', 'Given', 'By'], plain.map(row))
}

function isPlain(reason: Reason): reason is PeopleReason | AutomaticReason {
  return reason.kind === 'people' || reason.kind === 'automatic'
}

function row(reason: PeopleReason | AutomaticReason): readonly Markdown[] {
  if (reason.kind === 'automatic')
    return [markdown`nobody, because ${code(reason.when)}`, markdown`–`, markdown`–`]
  const { from, approvals, count } = reason
  const names = joined(
    from.map((principal) => code(principalText(principal))),
    ' or ',
  )
  const by = joined(
    approvals.map((each) => code(each.person.login)),
    ', ',
  )
  return [names, markdown`${approvals.length} of ${count}`, approvals.length === 0 ? markdown`–` : by]
}
