import type { IssueNumber } from '../../model/ids.js'
import { type Instant, latest, secondsBetween } from '../../model/instant.js'
import {
  type CauseKind,
  type FinalDecision,
  type FinalRecord,
  isAccepted,
  isOutcome,
  isReview,
  type LedgerRecord,
  type OutcomeRecord,
  type RecordedPeople,
  type RecordedRule,
} from '../../model/record.js'
import { grouped } from '../ledger/grouped.js'
import { chapterEnds, outcomeOf, stageOf } from '../ledger/own-standing.js'
import { openReview, owed, reviewOf } from '../ledger/review.js'

/** A chapter of a request, as its records tell how it went. */
export interface MeasuredChapter {
  readonly issue: IssueNumber
  readonly type: string
  /** Null where the request has none. */
  readonly stage: string | null
  readonly cause: CauseKind
  /** When somebody filed the request; of a later chapter, when it began. */
  readonly began: Instant
  /** Null while it is open. `at`: of a merge when GitHub merged, else when the toolkit saw the end. */
  readonly end: { readonly decision: FinalDecision; readonly at: Instant } | null
  /** How long those waited who were asked to approve it, rule by rule; empty where nobody was, or not all have yet. */
  readonly waits: readonly RuleWait[]
  /** What became of its merge, and how many seconds after it that was said; null where nothing was. */
  readonly outcome: { readonly decision: 'reached' | 'failed'; readonly after: number } | null
  /** Of what could not wait, and was merged: after how many seconds it was reviewed, and whether that is still owed. */
  readonly emergency: { readonly reviewed: number | null; readonly isOwed: boolean } | null
  /** How often somebody let stay what was changed since its merge. */
  readonly accepted: number
  /** How many seconds after the end of the request its merge was carried out; null of what is no such end, or not carried out. */
  readonly late: number | null
}

/** How long a rule took from the publication of a plan to the approval that satisfied it. */
export interface RuleWait {
  /** As in `team:platform`, `2 of role:maintain`. */
  readonly rule: string
  readonly seconds: number
}

/** The chapters of one request, in their order. @param own the records of the request, oldest first. */
export function measuredChapters(own: readonly LedgerRecord[]): readonly MeasuredChapter[] {
  const ends = chapterEnds(own)
  return [...grouped(own, ({ predicate }) => predicate.chapter)].map(([chapter, all]) => {
    const records = all.filter((record) => !isOutcome(record) && !isReview(record))
    const end = ends.find(({ predicate }) => predicate.chapter === chapter) ?? null
    return measured(own, records, end)
  })
}

function measured(
  own: readonly LedgerRecord[],
  records: readonly LedgerRecord[],
  ended: FinalRecord | null,
): MeasuredChapter {
  const [first] = records
  const last = ended ?? records.at(-1)
  if (first === undefined || last === undefined) throw new Error('a chapter has records')
  const { issue, chapter, request, cause, observedAt } = first.predicate
  const outcome = outcomeOf(own, chapter)
  const began = cause.kind === 'asked' ? request.filedAt : observedAt
  const at = ended?.predicate.merge?.at ?? ended?.predicate.observedAt ?? null
  return {
    issue,
    type: request.type,
    stage: stageOf(last),
    cause: cause.kind,
    began,
    end: ended === null || at === null ? null : { decision: ended.predicate.decision, at },
    waits: waitsOf(records),
    outcome: outcome === null ? null : arrivalOf(outcome),
    emergency: emergencyOf(own, ended),
    accepted: records.filter(isAccepted).length,
    late:
      cause.kind === 'ended' && ended?.predicate.merge ? seconds(cause.at, ended.predicate.merge.at) : null,
  }
}

function arrivalOf({ predicate: { decision, outcome, merge, observedAt } }: OutcomeRecord) {
  const [first = observedAt, ...more] = outcome?.signals.map(({ at }) => at) ?? []
  return { decision, after: merge === null ? 0 : seconds(merge.at, latest(first, ...more)) }
}

function emergencyOf(own: readonly LedgerRecord[], merge: FinalRecord | null): MeasuredChapter['emergency'] {
  if (merge === null || owed(merge) === null) return null
  const review = reviewOf(own, merge)?.predicate
  const reviewed = review?.merge ? seconds(review.merge.at, review.observedAt) : null
  return { reviewed, isOwed: openReview(own)?.record === merge }
}

/** Clocks of different systems may tell two moments in the wrong order. */
function seconds(earlier: Instant, later: Instant): number {
  return Math.max(0, secondsBetween(earlier, later))
}

function waitsOf(records: readonly LedgerRecord[]): readonly RuleWait[] {
  const approved = records.findLast(({ predicate }) => predicate.decision === 'approved')?.predicate
  if (approved === undefined) return []
  const { pull, plan, rules = [], evidence } = approved
  const proposed = records.find(({ predicate }) => predicate.plan?.digest === plan?.digest)?.predicate
  const visible = pull?.publication.since ?? pull?.publication.at ?? proposed?.observedAt
  if (visible === undefined) return []
  return rules.flatMap(peopleOf).flatMap((people) => {
    const satisfied = satisfiedAt(people, evidence)
    return satisfied === null ? [] : [{ rule: ruleName(people), seconds: seconds(visible, satisfied) }]
  })
}

function peopleOf(rule: RecordedRule): readonly RecordedPeople[] {
  switch (rule.kind) {
    case 'all':
    case 'any':
      return rule.of.flatMap(peopleOf)
    case 'people':
      return [rule]
    case 'automatic':
      return []
  }
}

/** When the last of those approved whom a rule needs; null where it was satisfied by nobody, as one of several may be. */
function satisfiedAt(
  { from, count }: RecordedPeople,
  evidence: LedgerRecord['predicate']['evidence'],
): Instant | null {
  const given = evidence
    .filter((each) => each.as.some((principal) => from.includes(principal)))
    .map(({ createdAt }) => createdAt)
    .toSorted((a, b) => secondsBetween(b, a))
  return given[count - 1] ?? null
}

/** Code owners differ from file to file, and are one rule to whoever wrote it. */
function ruleName({ from, count, files }: RecordedPeople): string {
  const others = from.filter((principal) => !principal.startsWith('codeowner'))
  const names = files === null ? from : [...others, 'codeowners']
  return count === 1 ? names.join(' or ') : `${count} of ${names.join(' or ')}`
}
