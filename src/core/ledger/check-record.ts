import { type Instant, isBefore, secondsBetween } from '../../model/instant.js'
import { samePerson } from '../../model/person.js'
import type { Together } from '../../model/plan.js'
import {
  type Cause,
  type CauseKind,
  type Evidence,
  type LedgerRecord,
  type Predicate,
  type RecordedDecision,
  subjectsOf,
} from '../../model/record.js'
import { planDigest, togetherDigest } from '../plan/plan-digest.js'
import { requestDigest } from '../request/request-digest.js'
import { sha256 } from '../text/digest.js'
import { acceptedFaults } from './check-accepted.js'
import { beginningFaults } from './check-chapter.js'
import { outcomeFaults } from './check-outcome.js'
import { reviewFaults } from './check-review.js'
import { countsForSomeRule, rulesMet } from './check-rules.js'
import { planStageFaults } from './check-stages.js'
import { unansweredFaults } from './check-unanswered.js'
import { collector, type Fault, fault } from './finding.js'

/**
 * What no record of the toolkit's has: digests that do not agree with what the record holds, evidence that is none, approvals that do not
 * satisfy the rules they were weighed by, times out of order. Nothing here needs anything but the record.
 */
export function recordFaults({ subject, predicate }: LedgerRecord): readonly Fault[] {
  return [
    ...digestFaults(subject, predicate),
    ...predicate.evidence.flatMap((each) => evidenceFaults(each, predicate)),
    ...beginningFaults(predicate),
    ...planStageFaults(predicate),
    ...outcomeFaults(predicate),
    ...reviewFaults(predicate),
    ...acceptedFaults(predicate),
    ...unansweredFaults(predicate),
    ...groundFaults(predicate),
    ...approvalFaults(predicate),
    ...timeFaults(predicate),
    ...windowFaults(predicate),
  ]
}

/** Clocks of GitHub's servers may differ by this much, in seconds. */
export const clockTolerance = 60

function digestFaults(subject: LedgerRecord['subject'], predicate: Predicate): readonly Fault[] {
  const { request, plan } = predicate
  const { found, tell } = collector()
  if (JSON.stringify(subject) !== JSON.stringify(subjectsOf(predicate)))
    tell('ledger/digest-mismatch', 'The subject of the record is not what the record is about.')
  if (request.digest !== requestDigest(request.type, request.values))
    tell('ledger/digest-mismatch', 'The digest of the request is not that of its values.')
  if (plan !== null && isOfOneMoment(predicate) && !planDigests(predicate).includes(plan.digest))
    tell('ledger/digest-mismatch', 'The digest of the plan is not that of the request and its files.')
  if (plan?.together !== undefined && !isAmong(plan.together, predicate))
    tell('ledger/digest-mismatch', 'The plan is of ends that come together, and this is none of them.')
  return found
}

/** Only ends are carried out together, each as it is named there. */
function isAmong({ of }: Together, { cause, issue, chapter, request }: Predicate): boolean {
  const own = of.filter((part) => part.issue === issue)
  return (
    cause.kind === 'ended' &&
    of.length > 1 &&
    own.length === 1 &&
    own.every((part) => part.chapter === chapter && part.request === request.digest)
  )
}

/**
 * A request that is declined or already as asked may read otherwise by then than when its plan was made. And what becomes of a merge may be told once
 * a later chapter came to nothing: then its plan is that of the record of the merge, with which it is compared.
 */
function isOfOneMoment({ decision, cause, outcome }: Predicate): boolean {
  const isLater = outcome !== undefined || decision === 'reviewed'
  const isOfEarlier = isLater && cause.kind !== 'asked' && cause.kind !== 'stage'
  return decision !== 'rejected' && decision !== 'withdrawn' && !isOfEarlier
}

/** A request type names the repository of the issue, or leaves it out; a record does not say which. */
function planDigests({ request, plan, repository, chapter, cause }: Predicate): readonly string[] {
  if (plan === null) return []
  if (plan.together !== undefined) {
    const target = { repository: plan.repository, branch: plan.branch }
    return [togetherDigest(plan.together, target, plan.files)]
  }
  const own = plan.repository.toLowerCase() === repository.toLowerCase()
  return [...(own ? [null] : []), plan.repository].map((target) =>
    planDigest({
      request: request.digest,
      type: request.typeBlob,
      form: request.formBlob,
      policy: request.policyBlob ?? null,
      templates: request.templates ?? [],
      chapter: chapter === 1 ? null : { number: chapter, cause },
      end: plan.end ?? null,
      stage: plan.stage ?? null,
      emergency: plan.emergency ?? null,
      target: { repository: target, branch: plan.branch },
      files: plan.files,
    }),
  )
}

function evidenceFaults(evidence: Evidence, { decision, observedAt, request }: Predicate): readonly Fault[] {
  const { person, body, bodySha256, comment, command, as, createdAt } = evidence
  const unsound = (what: string) => fault('ledger/evidence-unsound', `Comment ${comment}: ${what}`)
  const found: Fault[] = []
  if (person.kind !== 'user') found.push(unsound(`${person.login} is no person.`))
  if (body !== null && sha256(body) !== bodySha256)
    found.push(unsound('the recorded digest is not that of the recorded text.'))
  if (command === 'approve' && body !== null && !/^\s*\/approve\b/im.test(body))
    found.push(unsound('the recorded text holds no /approve.'))
  if (as.length === 0 && decision !== 'unhold')
    found.push(unsound(`the record does not say as whom ${person.login} was entitled.`))
  if (isBefore(later(observedAt), createdAt) || isBefore(createdAt, request.filedAt))
    found.push(
      unsound(`it was not written between the filing of the issue and the decision, but at ${createdAt}.`),
    )
  return found
}

function later(instant: Instant): Instant {
  return new Date(Date.parse(instant) + clockTolerance * 1000).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** Which command each decision rests on, if on any; null where on none. */
const grounds: Readonly<Partial<Record<RecordedDecision, string | null>>> = {
  proposed: null,
  'approval-given': 'approve',
  approved: 'approve',
  revoked: 'approve',
  rejected: 'reject',
  withdrawn: 'withdraw',
  merged: 'approve',
  failed: 'approve',
  reviewed: 'approve',
  unchanged: 'approve',
  lapsed: null,
  accepted: 'accept',
}

/** Which command begins each kind of chapter. */
const beginnings: Readonly<Record<CauseKind, string | null>> = {
  asked: null,
  ended: null,
  'taken-back': 'rollback',
  restored: 'restore',
  extended: 'extend',
  stage: 'promote',
}

function beginningOf(cause: Cause): string | null {
  return 'review' in cause && cause.review !== undefined ? 'reject' : beginnings[cause.kind]
}

/** Whether the evidence is that of the decision, and each comment stands there once. */
function groundFaults(predicate: Predicate): readonly Fault[] {
  const { decision, cause, evidence } = predicate
  const { found, tell } = collector()
  const ground = decision === 'begun' ? beginningOf(cause) : grounds[decision]
  if (ground !== undefined && evidence.some(({ command }) => command !== ground))
    tell('ledger/evidence-unsound', `A decision “${decision}” does not rest on such comments.`)
  if (new Set(evidence.map(({ comment }) => comment)).size < evidence.length)
    tell('ledger/evidence-unsound', 'A comment stands among the evidence twice.')
  const needed: readonly RecordedDecision[] = [
    'approval-given',
    'revoked',
    'rejected',
    'hold',
    'unhold',
    'reviewed',
  ]
  if (evidence.length === 0 && needed.includes(decision))
    tell('ledger/evidence-unsound', `A decision “${decision}” names no comment it rests on.`)
  if (decision === 'withdrawn') found.push(...withdrawalFaults(predicate))
  if (cause.kind === 'ended' && (decision === 'withdrawn' || decision === 'rejected'))
    tell('ledger/evidence-unsound', 'An end that was approved with its request is not called off.')
  if ('overdue' in cause && decision === 'withdrawn')
    tell('ledger/evidence-unsound', 'Nobody had asked for what was called off: a review had not come.')
  return found
}

/** Closing the issue takes back what its form asked for; what a command asked for, whoever gave the command, or the time that nobody answered. */
function withdrawalFaults({ cause, evidence, request, unanswered }: Predicate): readonly Fault[] {
  const { found, tell } = collector()
  const asker = 'by' in cause ? cause.by : request.requester
  if ('by' in cause && evidence.length === 0 && unanswered === undefined)
    tell('ledger/evidence-unsound', 'A chapter that a command began was taken back without a comment.')
  if (evidence.some(({ person }) => !samePerson(person, asker)))
    tell('ledger/evidence-unsound', `Somebody else than ${asker.login}, who asked for it, took it back.`)
  return found
}

/** Approvals that were counted satisfy the rules that applied, and came after what they approve. A merge repeats those of its approval. */
function approvalFaults(predicate: Predicate): readonly Fault[] {
  const { decision, evidence } = predicate
  if (decision === 'reviewed') return ruleFaults(predicate)
  if (decision !== 'approval-given' && decision !== 'approved') return []
  return [
    ...unshown(predicate),
    ...evidence.flatMap((each) => [...selfFaults(each, predicate), ...bindingFaults(each, predicate)]),
    ...ruleFaults(predicate),
  ]
}

/** A pull request shows what is approved, but for a later chapter that changes no file: that is shown by its record. */
function unshown({ pull, plan, cause }: Predicate): readonly Fault[] {
  if (pull !== null || (cause.kind !== 'asked' && plan?.files.length === 0)) return []
  return [fault('ledger/evidence-unsound', 'No pull request showed what is approved.')]
}

function ruleFaults(predicate: Predicate): readonly Fault[] {
  const { decision, evidence, rules = [] } = predicate
  const without = (what: string) => [fault('ledger/approval-without-evidence', what)]
  if (rules.length === 0) return without('The record does not say which rules the approval satisfies.')
  if (evidence.length === 0 && rules.some(({ kind }) => kind !== 'automatic'))
    return without(
      'The approval has neither a comment of a person nor only rules that ask for nobody behind it.',
    )
  const met =
    decision === 'approved' || decision === 'reviewed'
      ? rulesMet(predicate)
      : evidence.every((each) => countsForSomeRule(each, predicate))
  return met
    ? []
    : [fault('ledger/rules-not-met', 'The recorded approvals do not satisfy the recorded rules.')]
}

/** What the toolkit records of somebody whom the approval rule lets approve their own request. */
function selfFaults(evidence: Evidence, predicate: Predicate): readonly Fault[] {
  const { person, as } = evidence
  const own = ownPart(evidence, predicate)
  const said = as.filter((each) => each.startsWith('self:'))
  const honest = own === null ? said.length === 0 : said.includes(own)
  if (honest && (own === null || countsForSomeRule(evidence, predicate))) return []
  return [
    fault(
      'ledger/self-approval',
      `${person.login} approved what they asked for or edited, or is recorded as if.`,
    ),
  ]
}

/** The part of an approver in what they approve; taking a request back is only the part of whoever asked for that. */
function ownPart({ person }: Evidence, { cause, request }: Predicate): string | null {
  if ('by' in cause && samePerson(cause.by, person)) return 'self:asker'
  if ('overdue' in cause) return samePerson(request.requester, person) ? 'self:asker' : null
  if (cause.kind === 'taken-back') return null
  if (samePerson(request.requester, person)) return 'self:requester'
  return request.editors.some((editor) => samePerson(editor, person)) ? 'self:editor' : null
}

/** An approval is newer than its plan, and in the first chapter than the text that was asked with; later ones are about what was recorded. */
function bindingFaults(
  { comment, createdAt }: Evidence,
  { request, pull, cause }: Predicate,
): readonly Fault[] {
  const edited = cause.kind === 'asked' ? request.bodyLastEditedAt : null
  // Without a pull request the plan is published by its record, which is looked for among those before.
  const early = pull !== null && !isBefore(pull.publication.since ?? pull.publication.at, createdAt)
  if (!early && (edited === null || isBefore(edited, createdAt))) return []
  return [fault('ledger/evidence-unsound', `Comment ${comment}: it is older than the plan it approves.`)]
}

/** GitHub is younger than any issue could be otherwise. */
const firstIssue = '2008-01-01T00:00:00Z'

/** The time of a publication is what its writer says; it only must not lie ahead. */
/** What is said to be merged in an opening was merged between its bounds. */
function windowFaults({ merge }: Predicate): readonly Fault[] {
  if (merge?.window === undefined) return []
  const { from, until } = merge.window
  const within = (from === null || !isBefore(merge.at, from)) && (until === null || isBefore(merge.at, until))
  return within
    ? []
    : [
        fault(
          'ledger/window-unsound',
          'It was not merged between the bounds of the window it is said to be merged in.',
        ),
      ]
}

function timeFaults({ observedAt, request, pull, outcome }: Predicate): readonly Fault[] {
  const since = request.filedAt
  const edited = request.bodyLastEditedAt
  const said = outcome?.signals.map(({ at }) => at) ?? []
  const told = [since, edited, pull?.publication.at, ...said].flatMap((each) => each ?? [])
  const ahead = told.some((each) => secondsBetween(observedAt, each) > clockTolerance)
  const impossible = ahead || isBefore(since, firstIssue) || (edited !== null && isBefore(edited, since))
  return impossible
    ? [fault('ledger/time-impossible', 'The times of the record do not follow one another.')]
    : []
}
