import type { Effect } from '../../model/effect.js'
import { isBefore, secondsBetween } from '../../model/instant.js'
import { samePerson } from '../../model/person.js'
import { type Cause, type Evidence, isOver, isReview, type LedgerRecord } from '../../model/record.js'
import type { ApprovalRule, LeftOut, RequestType } from '../../model/request-type.js'
import type { RefusedVote, Verdict } from '../../model/verdict.js'
import { authorityOf, mayReview } from '../approval/authority.js'
import { evaluateApproval } from '../approval/evaluate-approval.js'
import { namedPrincipals } from '../approval/named-principals.js'
import { type ApprovalVote, approveLine, notKnown } from '../approval/refuse-vote.js'
import type { SpokenCommand } from '../command/read-commands.js'
import { causeAgeMax } from '../ledger/check-chapter.js'
import { chapterEnds, stageOf } from '../ledger/own-standing.js'
import { hasApproved, hasProposed, leftOutOf, type OpenReview, openReview } from '../ledger/review.js'
import { reviewMarker, reviewNotice } from '../report/review-words.js'
import { namedPeople } from '../request-type/named-people.js'
import { parsePrincipals } from '../request-type/read-principal.js'
import { reviewNode } from '../request-type/review-node.js'
import { approvalEvidence } from './approval-record.js'
import { appendRecord, evidence } from './build-record.js'
import { lookedAtAgain } from './decline.js'
import { editedCommand } from './edited-command.js'
import { standIn, typeOf } from './later-chapter.js'
import type { FirstReading } from './reading.js'
import { isWhole } from './reading.js'
import { recordedRules } from './recorded-rules.js'
import { allRecords } from './wishes.js'
import { withoutSecret } from './without-secret.js'

/** The rule by which an emergency is reviewed. Its plan says who, as its approvers agreed to it; today's request type has no word in that. */
function reviewRule({ record, review }: OpenReview): ApprovalRule {
  const fields = leftOutOf(record).filter((each): each is LeftOut => each.startsWith('request.'))
  const from = parsePrincipals(review.from.join(',')) ?? []
  return { number: 1, when: null, needs: reviewNode({ from, count: review.count }, fields) }
}

/** The type with those who review, so that they are looked up; unchanged where nothing waits for a review. */
export function withReviewers(reading: FirstReading, type: RequestType): RequestType {
  const open = openReview(allRecords(reading))
  return open === null ? type : { ...type, approval: [...type.approval, reviewRule(open)] }
}

/** Whether somebody says something of a review that is waited for: then their standing has to be looked up. */
export function speaksOfReview(reading: FirstReading): boolean {
  const open = openReview(allRecords(reading))
  return open !== null && (votesOn(open, reading).length > 0 || refusing(open, reading).length > 0)
}

/** An `/approve` or `/unapprove` that was written once everybody could know of the merge. */
function votesOn({ since }: OpenReview, { commands }: FirstReading): readonly ApprovalVote[] {
  return commands.flatMap(({ person, comment, reading }) =>
    reading.kind === 'command' &&
    (reading.command.name === 'approve' || reading.command.name === 'unapprove') &&
    isBefore(since, comment.createdAt)
      ? [{ person, comment, command: reading.command }]
      : [],
  )
}

/** What the words of those who review amount to. What the issue says by now has no part in it: what was recorded with the merge counts. */
function weighed(open: OpenReview, reading: FirstReading): Verdict {
  const { snapshot } = reading
  const { request } = open.record.predicate
  const rules = [reviewRule(open)]
  const { form } = typeOf(request, reading.policy) ?? standIn(request)
  const named = namedPeople(rules, new Map(Object.entries(request.values)), form)
  const { requester: author, editors } = request
  return evaluateApproval({
    issue: { ...snapshot.issue, author, editors, lastEditedAt: null },
    rules,
    votes: votesOn(open, reading).filter(({ person }) => !hasApproved(person, open)),
    revoked: [],
    authority: authorityOf(snapshot),
    named: named.ok ? named.value : [],
    digest: open.digest,
    publication: { at: open.since },
    earlier: null,
    now: snapshot.viewer.observedAt,
    owners: [],
  })
}

/** Whether enough of those who review have confirmed an emergency. */
export function isConfirmed(reading: FirstReading): boolean {
  const open = openReview(allRecords(reading))
  return open !== null && isWhole(reading) && weighed(open, reading).state === 'satisfied'
}

/** The record of a review, once it is whole. */
export function recordsReview(reading: FirstReading): readonly Effect[] {
  const open = openReview(allRecords(reading))
  if (open === null || !isWhole(reading)) return []
  const verdict = weighed(open, reading)
  if (verdict.state !== 'satisfied') return []
  const { request, plan, pull, merge } = open.record.predicate
  return [
    appendRecord(reading, {
      decision: 'reviewed',
      request,
      plan,
      pull,
      rules: recordedRules(verdict, false),
      evidence: approvalEvidence(verdict),
      merge,
      reason: null,
    }),
  ]
}

/** What begins taking back an emergency that was not confirmed: somebody who reviews refuses it, or its time is over. */
export function unreviewed(
  reading: FirstReading,
): { readonly cause: Extract<Cause, { kind: 'taken-back' }>; readonly evidence: readonly Evidence[] } | null {
  const records = allRecords(reading)
  const open = openReview(records)
  if (open === null) return null
  const of = stageOf(open.record)
  const stage = of === null ? {} : { stage: of }
  for (const { spoken, why } of refusing(open, reading)) {
    const { person: by, comment } = spoken
    const { as, role } = standingOf(spoken, open, reading)
    if (as.length === 0 || refusedRefusal(spoken, open, reading) !== null) continue
    const cause = {
      kind: 'taken-back' as const,
      ...stage,
      comment: comment.id,
      by,
      reason: withoutSecret(why),
      review: 'refused' as const,
    }
    return { cause, evidence: [evidence('reject', comment, { person: by, role, as })] }
  }
  const { issue, viewer } = reading.snapshot
  // On an issue that is gone nobody could decide about it.
  if (issue.gone === true || isBefore(viewer.observedAt, open.due) || hasProposed(records, open)) return null
  return { cause: { kind: 'taken-back', ...stage, overdue: open.due }, evidence: [] }
}

interface Refusing {
  readonly spoken: SpokenCommand
  readonly why: string
}

/** A `/reject` since the end of the last chapter: what was said while one was open was said to that. */
function refusing({ since }: OpenReview, reading: FirstReading): readonly Refusing[] {
  const records = allRecords(reading)
  const last = records.at(-1)
  if (last === undefined || !isOver(last)) return []
  const ended = chapterEnds(records).at(-1)?.predicate.observedAt ?? since
  const used = new Set(records.flatMap(({ predicate }) => predicate.evidence.map(({ comment }) => comment)))
  return reading.commands.flatMap((spoken) => {
    const { comment, reading: said } = spoken
    if (said.kind !== 'command' || said.command.name !== 'reject' || used.has(comment.id)) return []
    const late = isBefore(since, comment.createdAt) && isBefore(ended, comment.createdAt)
    return late ? [{ spoken, why: said.command.reason }] : []
  })
}

function standingOf({ person }: Pick<SpokenCommand, 'person'>, open: OpenReview, { snapshot }: FirstReading) {
  return mayReview(person, namedPrincipals([reviewRule(open)]), authorityOf(snapshot))
}

function refusedRefusal(spoken: SpokenCommand, open: OpenReview, reading: FirstReading): RefusedVote | null {
  const { person, comment } = spoken
  const edited = editedCommand(spoken)
  if (edited !== null) return edited
  const { as, unknown } = standingOf(spoken, open, reading)
  const refused = { code: 'command/not-permitted', person, comment } as const
  if (unknown.length > 0 && as.length === 0)
    return {
      ...notKnown(
        `It could not be found out whether this person reviews it: ${unknown.join('; ')}.`,
        lookedAtAgain,
      ),
      person,
      comment,
    }
  if (as.length === 0)
    return {
      ...refused,
      what: `This emergency is merged, and only ${open.review.from.join(', ')} can refuse it now.`,
      fix: 'Whoever wants it taken back comments /rollback with the reason.',
    }
  return secondsBetween(comment.createdAt, reading.snapshot.viewer.observedAt) > causeAgeMax
    ? {
        ...refused,
        code: 'command/finished',
        what: 'The command is more than a day old, and no run had seen it before.',
        fix: 'Whoever still wants it writes a new comment with /reject and the reason.',
      }
    : null
}

/** What somebody said of a review that does not count, with the reason; and which comments count. */
export function reviewWords(reading: FirstReading): {
  readonly refused: readonly RefusedVote[]
  readonly counting: ReadonlySet<number>
} {
  const records = allRecords(reading)
  const open = openReview(records)
  const given = records.filter(isReview).flatMap(({ predicate }) => predicate.evidence)
  const known = given.map(({ comment }) => comment)
  if (open === null || !isWhole(reading)) return { refused: [], counting: new Set(known) }
  const votes = votesOn(open, reading)
  const own = votes.filter(({ person, command }) => command.name === 'approve' && hasApproved(person, open))
  const rejections = refusing(open, reading).map(({ spoken }) => spoken)
  const refused = [
    ...weighed(open, reading).refused.map((each) => ({ ...each, ...wordsFor(each, open, reading) })),
    ...own.map(({ person, comment }) => ({ person, comment, ...approvedIt })),
    ...rejections.flatMap((spoken) => refusedRefusal(spoken, open, reading) ?? []),
  ]
  const told = new Set(refused.map(({ comment }) => comment.id))
  const said = [...votes, ...rejections].map(({ comment }) => comment.id)
  return { refused, counting: new Set([...known, ...said.filter((id) => !told.has(id))]) }
}

/** What an approval is refused with speaks of approving; somebody who reviews is told what that takes. */
function wordsFor({ person }: RefusedVote, open: OpenReview, reading: FirstReading): Partial<RefusedVote> {
  const { fix } = approvedIt
  const { requester, editors } = open.record.predicate.request
  if ([requester, ...editors].some((each) => samePerson(each, person)))
    return { what: 'Whoever asked for an emergency, or edited it, cannot review it.', fix }
  const { as, unknown } = standingOf({ person }, open, reading)
  return as.length > 0 || unknown.length > 0
    ? {}
    : {
        what: `This person is not among those who review this emergency: ${open.review.from.join(', ')}.`,
        fix,
      }
}

const approvedIt = {
  code: 'approval/self-approval',
  what: 'Whoever approved an emergency cannot review it.',
  fix: 'Somebody else of those who review it has to comment.',
} as const

/** Calls once for those who review an emergency that was just merged. @param records with the one of the merge, where that is only about to be written. */
export function asksForReview(
  reading: FirstReading,
  records: readonly LedgerRecord[] = allRecords(reading),
): readonly Effect[] {
  const open = openReview(records)
  const commit = open?.record.predicate.merge?.commit
  if (open === null || commit === undefined) return []
  const { issue, repository } = reading.snapshot
  const marker = reviewMarker(commit)
  if (issue.comments.some(({ own, body }) => own && body.startsWith(marker))) return []
  const view = { ...open, line: approveLine('prefix', open.digest) }
  return [{ kind: 'notice', about: `review-${commit}`, body: reviewNotice(view, commit, repository.owner) }]
}
