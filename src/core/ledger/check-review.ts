import { type Instant, isBefore } from '../../model/instant.js'
import { samePerson } from '../../model/person.js'
import { type Cause, isFinal, isOver, type LedgerRecord, type Predicate } from '../../model/record.js'
import { collector, type Fault, fault } from './finding.js'
import { hasProposed, leftOutOf, openReview, owed, reviewState } from './review.js'

type TakenBack = Extract<Cause, { kind: 'taken-back' }>

/** What is wrong with a record that an emergency was reviewed: who had to do that, and how many, its plan says, which its approvers agreed to. */
export function reviewFaults(predicate: Predicate): readonly Fault[] {
  const { decision, plan, merge, pull, rules = [], outcome, evidence } = predicate
  if (decision !== 'reviewed') return []
  const { found, tell } = collector()
  const promised = plan?.emergency?.review
  if (promised === undefined || merge === null || pull === null || outcome !== undefined)
    tell('ledger/review-unsound', 'What was reviewed is not the merge of an emergency.')
  const [rule, ...more] = rules
  const isPromised =
    rule?.kind === 'people' &&
    more.length === 0 &&
    rule.count === promised?.count &&
    JSON.stringify(rule.from) === JSON.stringify(promised.from) &&
    ['requester', 'editors'].every((each) => rule.not.includes(each)) &&
    rule.requireDigest !== 'none'
  if (!isPromised)
    tell('ledger/review-unsound', 'The review was not weighed by what the plan of the emergency promises.')
  const early = evidence.find(({ createdAt }) => merge !== null && !isBefore(merge.at, createdAt))
  if (early !== undefined)
    tell('ledger/review-unsound', `Comment ${early.comment}: it is older than the merge it confirms.`)
  return found
}

/** A review is of the one merge that waits for it, while no chapter is open, and by nobody who had let that in. */
export function reviewOrderFaults(predicate: Predicate, earlier: readonly LedgerRecord[]): readonly Fault[] {
  if (predicate.decision !== 'reviewed') return []
  const open = openReview(earlier)
  const last = earlier.at(-1)
  if (open === null || last === undefined || !isOver(last))
    return [fault('ledger/review-unsound', 'What is reviewed does not wait for a review.')]
  const { found, tell } = collector()
  const same = (['request', 'plan', 'pull', 'merge'] as const).every(
    (field) => JSON.stringify(predicate[field]) === JSON.stringify(open.record.predicate[field]),
  )
  if (!same) tell('ledger/review-unsound', 'The review is of another merge than the one that waits for it.')
  const left = (predicate.rules ?? []).flatMap((rule) => (rule.kind === 'people' ? rule.not : []))
  if (leftOutOf(open.record).some((each) => !left.includes(each)))
    tell(
      'ledger/review-unsound',
      'Whom the approval of the emergency left out was not left out of its review.',
    )
  for (const { comment, person, createdAt } of predicate.evidence) {
    if (open.record.predicate.evidence.some((each) => samePerson(each.person, person)))
      tell('ledger/review-unsound', `${person.login} reviewed what they had approved.`)
    if (!isBefore(open.since, createdAt))
      tell('ledger/review-unsound', `Comment ${comment}: it is older than the record of the merge.`)
  }
  return found
}

/** Why a chapter cannot take back what was not reviewed: it is about an emergency that waits for that, and once for each that was due. */
export function unreviewedFaults(cause: TakenBack, earlier: readonly LedgerRecord[]): readonly Fault[] {
  if (!('overdue' in cause) && cause.review === undefined) return []
  const open = openReview(earlier)
  const broken = (what: string) => [fault('ledger/chapter-broken', what)]
  if (open === null) return broken('The chapter is about a review, and nothing waits for one.')
  if (!('overdue' in cause) || cause.overdue === open.due) return []
  return broken(`The review was not due at ${cause.overdue}, but ${open.due}.`)
}

/**
 * What the ledger tells of the review that an emergency owes, once all records of its issue are known. It was given in time, or taking back was proposed and not
 * declined; what was taken back or had ended before owes none.
 * @param own the records of its issue, oldest first.
 * @param now the moment to which they are judged.
 */
export function reviewNews(
  record: LedgerRecord,
  own: readonly LedgerRecord[],
  now: Instant,
): readonly Fault[] {
  const open = isFinal(record) ? owed(record) : null
  if (open === null) return []
  const { from } = open.review
  switch (reviewState(open, own, now)) {
    case 'late':
      return [
        told('ledger/review-late', `The emergency was reviewed after its time; that was due at ${open.due}.`),
      ]
    case 'unreviewed': {
      const followed = hasProposed(own, open)
        ? 'taking it back was proposed and came to nothing'
        : 'nothing followed'
      const what = `The emergency was to be reviewed by ${from.join(', ')} until ${open.due}; nobody has, and ${followed}.`
      return [told('ledger/unreviewed', what)]
    }
    case 'reviewed':
    case 'awaited':
    case 'gone':
      return []
  }
}

function told(code: Fault['code'], what: string): Fault {
  return { ...fault(code, what, 'warning'), ofMerge: true }
}
