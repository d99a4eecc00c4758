import { allProblems } from '../../model/all-problems.js'
import type { Change } from '../../model/change.js'
import type { End } from '../../model/end.js'
import type { Form } from '../../model/form.js'
import type { PlannedEmergency } from '../../model/plan.js'
import type { Problem, Problems } from '../../model/problem.js'
import type { Request } from '../../model/request.js'
import type { ApprovalRule, RequestType, Stage } from '../../model/request-type.js'
import type { Submission, SubmissionResult } from '../../model/submission.js'
import { applicableRules } from '../approval/applicable-rules.js'
import { byEmergencyRules, emergencyOf, inEmergency } from '../approval/emergency-of.js'
import type { ExpressionContext } from '../expression/context.js'
import { parseSubmission } from '../form/parse-submission.js'
import { resolveChanges } from '../plan/resolve-changes.js'
import { endOf, labelsOf } from '../request/end-of.js'
import { expectedSignals } from '../request/expected-signals.js'
import { findSecret } from '../request/find-secret.js'
import { validateRequest } from '../request/validate-request.js'
import { type NamedPeople, namedPeople } from '../request-type/named-people.js'
import type { Candidate } from '../request-type/read-policy.js'
import { firstStage, inStage, stageContext, stageNamed } from '../request-type/stages.js'

/** A text that asks for something, with all it asks for. */
export interface ReadableRequest {
  readonly kind: 'request'
  readonly type: RequestType
  readonly form: Form
  readonly submission: Submission
  readonly request: Request
  readonly rules: readonly ApprovalRule[]
  /** Whom its fields name, where these rules leave them out. */
  readonly named: readonly NamedPeople[]
  readonly changes: readonly Change[]
  /** When it ends; null where it never does. */
  readonly end: End | null
  /** The stage it is read for, as which the type is given; null where the type has none. */
  readonly stage: string | null
  /** The review that it gets after the merge, because fewer people approve it; null where it is no emergency. */
  readonly emergency: PlannedEmergency | null
}

/** What a text says as a request of one type, or what has to be mended first: by the requester (`invalid`) or a maintainer (`held`). */
export type RequestReading =
  | ReadableRequest
  | ({ readonly kind: 'invalid'; readonly type: RequestType } & UnreadText)
  | { readonly kind: 'held'; readonly type: RequestType; readonly problems: Problems }

/** The text of an issue, and who filed it. */
export interface Asked {
  readonly body: string
  readonly requester: { readonly login: string }
  /** The text as it was read already against the form, where it was. */
  readonly submission?: SubmissionResult
  /** The stage to read it for; left out for the first. */
  readonly stage?: string
}

/**
 * The one way from a text to a request: a run, the actions, `issueops plan` and the tests of request types all go it, so that none of them forgets
 * what another demands.
 */
export function readRequest({ type: written, form }: Candidate, asked: Asked): RequestReading {
  const { body, requester } = asked
  const stage = asked.stage === undefined ? firstStage(written) : stageNamed(written, asked.stage)
  const type = inStage(written, stage)
  const submission = asked.submission ?? parseSubmission(form, body, type.reading)
  if (!submission.ok) return { kind: 'invalid', type, ...unreadText(submission, body) }
  // What is demanded of the answers is the same in every stage, and made once for a type.
  const request = validateRequest(written, form, submission.value, { login: requester.login })
  if (!request.ok) return { kind: 'invalid', type, problems: request.problems }
  const context: ExpressionContext = {
    request: request.value.values,
    requester: { login: requester.login },
    labels: labelsOf(form),
    ...inStageOf(type, stage),
  }
  const emergency = emergencyOf(type, context)
  if (!emergency.ok) return { kind: 'held', type, problems: labelled(emergency.problems, form) }
  const rules = applicableRules(emergency.value === null ? type : byEmergencyRules(type), context)
  if (!rules.ok) return { kind: 'held', type, problems: labelled(rules.problems, form) }
  const named = namedPeople(rules.value, request.value.values, form)
  if (!named.ok) return { kind: 'invalid', type, problems: withoutSecrets(named.problems, body) }
  const changes = resolveChanges(type, context)
  const end = endOf(type, context)
  const awaited = expectedSignals(type, context)
  if (!changes.ok || !end.ok || !awaited.ok)
    return { kind: 'invalid', type, problems: labelled(allProblems([changes, end, awaited]).problems, form) }
  return {
    kind: 'request',
    type: emergency.value === null ? type : inEmergency(type),
    form,
    submission: submission.value,
    request: request.value,
    rules: rules.value,
    named: named.value,
    changes: changes.value,
    end: end.value,
    stage: stage?.name ?? null,
    emergency: emergency.value,
  }
}

function inStageOf(type: RequestType, stage: Stage | null): Pick<ExpressionContext, 'stage'> {
  const told = stage === null ? undefined : stageContext(type, stage.name)
  return told === undefined ? {} : { stage: told }
}

/** What the requester has to mend in a text; `otherText` where nothing of the form is in it that could be mended. */
export interface UnreadText {
  readonly problems: Problems
  readonly otherText?: true
}

/** Why a text is no submission, as it may be told. */
export function unreadText({ problems, otherText }: UnreadText, body: string): UnreadText {
  const told = withoutSecrets(problems, body)
  return otherText === true && told === problems ? { problems, otherText } : { problems: told }
}

/** Problems quote what was submitted. Where anything of it looks like a secret, only that is said, so that no comment copies it. */
export function withoutSecrets(problems: Problems, body: string): Problems {
  const secret = findSecret(body)
  return secret === null ? problems : [secretPasted(secret)]
}

function secretPasted(secret: string): Problem {
  return {
    code: 'request/secret',
    what: `The text of this issue holds what looks like ${secret}.`,
    fix: 'Treat it as known to others and revoke it now, then edit the issue, name the secret instead of pasting it, and delete the old revision from the edit history.',
  }
}

/** Problems of a path know the field by its id; people know it by its label. */
function labelled([first, ...more]: Problems, form: Form): Problems {
  return [withLabel(first, form), ...more.map((problem) => withLabel(problem, form))]
}

function withLabel(problem: Problem, form: Form): Problem {
  const field = form.fields.find((each) => each.id === problem.field)
  return field === undefined || problem.label !== undefined ? problem : { ...problem, label: field.label }
}
