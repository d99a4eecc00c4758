import type { Effect } from '../../model/effect.js'
import type { RecordedDecision, RecordedPull } from '../../model/record.js'
import type { RequestType } from '../../model/request-type.js'
import type { Verdict } from '../../model/verdict.js'
import { rulesFile } from '../approval/applicable-rules.js'
import { peopleReasons } from '../approval/people-reasons.js'
import { asksNobody } from '../approval/reason-state.js'
import { approvalRecord } from './approval-record.js'
import {
  appendRecord,
  type RecordContent,
  recordedPlan,
  recordedPublication,
  recordedRequest,
} from './build-record.js'
import { approvedBefore } from './ends-by-itself.js'
import { isLessPublic } from './less-public.js'
import { automaticReason, recordedRules } from './recorded-rules.js'
import { secondsIn, waitedForWindows } from './waited-for-windows.js'
import type { WeighedRequest } from './weighed-request.js'

/** The next record the ledger lacks: of the proposal, of a hold or its end, of approvals. One at a time, because each names the one before it. */
export function nextRecord(weighed: WeighedRequest): readonly Extract<Effect, { kind: 'append-record' }>[] {
  const { reading, understood, target, plan, publication, verdict, stops } = weighed
  const { snapshot } = reading
  const approval = approvalRecord(snapshot, publication, verdict)
  const content = approval?.decision === 'proposed' ? approval : (stops.unrecorded ?? approval)
  if (content === null) return []
  const record = appendRecord(reading, {
    decision: content.decision,
    request: recordedRequest(snapshot, understood),
    plan: recordedPlan(snapshot, { branch: target }, plan),
    pull: recordedPull(weighed),
    ...(weighsRules(content.decision) ? { rules: recordedRules(verdict, isLessPublic(snapshot)) } : {}),
    evidence: content.evidence,
    ...(weighsRules(content.decision) ? waitedBefore(weighed) : {}),
    merge: null,
    reason: content.decision === 'approved' ? reasonOf(verdict, understood.type) : content.reason,
  })
  return [record]
}

function recordedPull(weighed: WeighedRequest): RecordedPull | null {
  if (weighed.pull === null) return null
  const { pull, publication, visibleSince } = weighed
  const { number, head } = pull
  return { number, head, publication: recordedPublication(publication, visibleSince) }
}

/** What rules with `valid-for` did not count of the time since the approval was first recorded. */
function waitedBefore({ reading, understood, verdict }: WeighedRequest): Pick<RecordContent, 'waited'> {
  if (peopleReasons(verdict.root).every(({ validFor }) => validFor === null)) return {}
  const waited = secondsIn(waitedForWindows(reading, understood))
  return waited === 0 ? {} : { waited }
}

/** Only where approvals were counted do the rules say whether rightly. */
function weighsRules(decision: RecordedDecision): boolean {
  return decision === 'approval-given' || decision === 'approved'
}

/** Why nobody had to approve, where nobody had to. */
function reasonOf({ root }: Verdict, type: RequestType): string | null {
  const rules = root.of.flatMap((reason) => (reason.kind === 'automatic' ? [reason] : []))
  if (!asksNobody(root)) return null
  const [rule] = rules
  return rule?.when === approvedBefore.when
    ? `Nobody was asked again: ${rule.when}.`
    : automaticReason(rulesFile(type), rules)
}
