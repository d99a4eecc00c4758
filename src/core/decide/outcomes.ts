import type { Decision } from '../../model/decision.js'
import type { Effect } from '../../model/effect.js'
import type { Plan } from '../../model/plan.js'
import type { Problem, Problems } from '../../model/problem.js'
import type { FinalRecord, OutcomeRecord, Predicate, RecordedRequest } from '../../model/record.js'
import type { RequestType } from '../../model/request-type.js'
import type { FirstLook } from '../../model/snapshot.js'
import { overdueSince } from '../ledger/own-standing.js'
import { landingOf, wayBack } from '../report/next-step.js'
import { statusComment } from '../report/status-comment.js'
import { appendRecord, recordedPlan, recordedRequest } from './build-record.js'
import type { Declined } from './decline.js'
import { overdue } from './hold-reasons.js'
import type { FirstReading, Reading } from './reading.js'
import { closeIssue } from './settle.js'
import type { Understanding, UnderstoodRequest } from './understand.js'
import { labelEffects, statusEffects } from './views.js'

/** A decision from what there is to say; of the rest there is nothing. */
export function outcome({
  state,
  reasons,
  problems = [],
  plan = null,
  verdict = null,
  effects = [],
  next = 'done',
}: Pick<Decision, 'state' | 'reasons'> & Partial<Decision>): Decision {
  return { state, reasons, problems, plan, verdict, effects, next }
}

/** Something has to be mended first; what, is the reason as well. */
export function stopped(
  state: 'invalid' | 'held',
  problems: Problems,
  effects: readonly Effect[] = [],
): Decision {
  return outcome({ state, reasons: problems.map(({ code }) => code), problems, effects })
}

/** The requester has to mend something, or may not ask. */
export function invalid(
  snapshot: FirstLook,
  { title }: RequestType,
  problems: Problems,
  replies: readonly Effect[],
  kind: 'invalid' | 'other-text' | 'not-permitted' = 'invalid',
): Decision {
  const body = statusComment({ kind, requester: snapshot.issue.author, title, problems })
  const views = [...statusEffects(snapshot, body), ...labelEffects(snapshot, 'invalid')]
  return stopped('invalid', problems, [...views, ...replies])
}

/** A maintainer has to mend something. */
export function held(
  snapshot: FirstLook,
  type: RequestType | null,
  why: Problems,
  replies: readonly Effect[] = [],
): Decision {
  const problems = withOverdue(snapshot, why)
  const body = statusComment({ kind: 'held', title: type?.title ?? 'Request', problems })
  const views = [...statusEffects(snapshot, body), ...labelEffects(snapshot, 'held')]
  return stopped('held', problems, [...views, ...replies])
}

/** What keeps a request up beyond its end is told together with that. */
export function withOverdue({ ledger }: FirstLook, [first, ...more]: Problems): Problems {
  const since = overdueSince(ledger)
  return since === null ? [first, ...more] : [overdue(since), first, ...more]
}

/** The plan is being published; nobody is shown anything before it is. */
export function proposing(plan: Plan, effects: readonly Effect[]): Decision {
  return outcome({ state: 'awaiting-approval', reasons: ['state/proposing'], plan, effects })
}

/** What the manifests hold is what is asked for. */
export function unchanged(
  reading: Reading,
  understood: UnderstoodRequest,
  target: string,
  plan: Plan,
): Decision {
  const { snapshot } = reading
  const record = () =>
    appendRecord(reading, {
      decision: 'unchanged',
      request: recordedRequest(snapshot, understood),
      plan: recordedPlan(snapshot, { branch: target }, plan),
      pull: lastProposed(snapshot).pull,
      evidence: [],
      merge: null,
      reason: null,
    })
  const effects = snapshot.ledger.head === null ? [] : [record()]
  return outcome({ state: 'unchanged', reasons: ['state/unchanged'], plan, effects })
}

/** Somebody who may has ended it without a merge. */
export function decline(reading: FirstReading, understanding: Understanding, declined: Declined): Decision {
  const state = declined.decision
  return outcome({
    state,
    reasons: [`state/${state}`],
    effects: declining(reading, declined, declinedBasis(reading.snapshot, understanding)),
  })
}

/** A final decision, as the ledger has it or is about to, and what became of it. */
export function finished(
  record: FinalRecord,
  effects: readonly Effect[],
  became: OutcomeRecord | null = null,
): Decision {
  const state = (became ?? record).predicate.decision
  // What was merged as it was approved and does not work is another matter than what was merged otherwise.
  const reason = became !== null && state === 'failed' ? 'state/outcome-failed' : (`state/${state}` as const)
  return outcome({ state, reasons: [reason], problems: failedProblems(record, became), effects })
}

/** A decline is recorded before anything is closed: the record stays, even if the comment behind it goes. */
function declining(
  reading: FirstReading,
  declined: Declined,
  request: RecordedRequest | null,
): readonly Effect[] {
  const { snapshot } = reading
  if (request === null) return closeIssue(snapshot, declined.decision, 'again')
  if (snapshot.ledger.head === null) return [{ kind: 'ensure-ledger' }]
  const { plan, pull } = lastProposed(snapshot)
  return [appendRecord(reading, { ...declined, request, plan, pull, merge: null })]
}

/** What was merged and is not what was asked for, and who has to act; none for any other end. */
function failedProblems(record: FinalRecord, became: OutcomeRecord | null): readonly Problem[] {
  const { decision, merge, issue } = record.predicate
  const landing = landingOf(record)
  if (became?.predicate.decision === 'failed') return [notWorking(became)]
  if (decision !== 'failed' || landing === null) return []
  return [
    {
      code: 'state/failed',
      what: `Pull request ${landing.pull} was merged into ${landing.branch}, and that is not what was asked for. ${merge?.findings.join(' ') ?? ''}`.trim(),
      fix: `A maintainer has to look at it, and either ${wayBack(landing, issue)}, or keep it knowingly; then close the issue.`,
    },
  ]
}

function notWorking({ predicate: { plan, outcome } }: OutcomeRecord): Problem {
  const said = outcome?.signals.map(({ name, app }) => `${name} of ${app}`).join(', ') ?? ''
  const where = plan?.stage === undefined ? '' : ` in ${plan.stage}`
  return {
    code: 'state/outcome-failed',
    what: `What was merged has failed${where}: ${said}.`,
    fix: 'Whoever decides about the request takes it back with /rollback, or sees to it that it works; once that has been said, it counts as arrived.',
  }
}

/** What was declined: the request as it reads now, else as it was last recorded. A submission that never was a request has neither. */
function declinedBasis(snapshot: FirstLook, understanding: Understanding): RecordedRequest | null {
  if (understanding.kind === 'request') return recordedRequest(snapshot, understanding)
  return snapshot.ledger.records.at(-1)?.predicate.request ?? null
}

function lastProposed(snapshot: FirstLook): Pick<Predicate, 'plan' | 'pull'> {
  return snapshot.ledger.records.at(-1)?.predicate ?? { plan: null, pull: null }
}
