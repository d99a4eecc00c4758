import type { Change } from '../../model/change.js'
import type { Form } from '../../model/form.js'
import type { Result } from '../../model/problem.js'
import { fail, ok, type Problem } from '../../model/problem.js'
import type { Cause, FinalRecord, LedgerRecord, Predicate, RecordedRequest } from '../../model/record.js'
import type {
  ApprovalNode,
  ApprovalRule,
  LeftOut,
  OwnApproval,
  PeopleNode,
  RequestType,
} from '../../model/request-type.js'
import type { ObservedLedger } from '../../model/snapshot.js'
import { usualReading } from '../../model/submission.js'
import { applicableRules } from '../approval/applicable-rules.js'
import { byEmergencyRules, emergencyOf, inEmergency } from '../approval/emergency-of.js'
import type { ExpressionContext } from '../expression/context.js'
import { doneStages, ownStanding, stageOf } from '../ledger/own-standing.js'
import { resolveChanges } from '../plan/resolve-changes.js'
import { chapterName } from '../report/life.js'
import { labelsOf } from '../request/end-of.js'
import { namedPeople } from '../request-type/named-people.js'
import type { Candidate, ReadPolicy } from '../request-type/read-policy.js'
import { inStage, stageContext, stageNamed } from '../request-type/stages.js'
import { recordedTarget } from './recorded-target.js'
import {
  type LaterChapter,
  movedFrom,
  targetChanged,
  type Understanding,
  type UnderstoodRequest,
} from './understand.js'

/**
 * What is asked for in a chapter that began after a merge. What was recorded then counts, and never what the issue says by now; who has to approve,
 * the request type of the recorded name says as it stands today, and where there is none any more, two maintainers have to.
 */
export function understandLater(ledger: ObservedLedger, policy: ReadPolicy): Understanding {
  const begun = ledger.records[0]?.predicate
  if (begun === undefined || begun.cause.kind === 'asked') throw new Error('no later chapter has begun')
  const { cause, request: recorded } = begun
  const known = typeOf(recorded, policy)
  const candidate = known ?? standIn(recorded)
  const later = laterOf(ledger.earlier, begun)
  const usual = inChapter(candidate.type, cause, later)
  const values = new Map(Object.entries(recorded.values))
  const context = recordedContext(candidate, recorded, stageOfCause(cause, later))
  // Only what is carried out can be an emergency; what becomes of it later is decided by the usual people.
  const emergency = later.does === 'next-stage' ? emergencyOf(usual, context) : ok(null)
  const isUrgent = emergency.ok && emergency.value !== null
  const type = isUrgent ? inEmergency(usual) : usual
  const applying = applicableRules(isUrgent ? byEmergencyRules(usual) : usual, context)
  const asked = applying.ok ? applying.value.map((rule) => leavingOut(rule, cause)) : []
  const naming = namedPeople(asked, values, candidate.form)
  const people = applying.ok && naming.ok ? { rules: asked, named: naming.value } : withoutRules(cause)
  const changes = later.does === 'next-stage' ? changesOf(type, cause, known, context) : ok([])
  if (people === null || !changes.ok || !emergency.ok) {
    const [first, ...more] = [emergency, applying, naming, changes].flatMap((each) =>
      each.ok ? [] : each.problems,
    )
    if (first === undefined) throw new Error('the rules of a chapter do not apply without a problem')
    return { kind: 'held', type, problems: [first, ...more] }
  }
  const moved = later.does === 'next-stage' ? movedFrom(ledger.records, type) : null
  if (moved !== null) {
    const otherwise = 'whoever has asked for the stage calls it off with /withdraw'
    return { kind: 'held', type, problems: [targetChanged(moved, type, otherwise)] }
  }
  return {
    kind: 'request',
    type,
    form: candidate.form,
    submission: {
      fields: [],
      bodySha256: recorded.bodySha256,
      warnings: known === null ? [typeMissing(recorded)] : [],
    },
    request: { type: recorded.type, values, digest: recorded.digest },
    ...people,
    changes: changes.value,
    // What is taken back stays so, a later end is the cause's, and what passes through stages has none.
    end: null,
    stage: later.does === 'next-stage' && cause.kind === 'stage' ? cause.stage : null,
    emergency: emergency.value,
    author: 'by' in cause ? cause.by : recorded.requester,
    later,
  }
}

/** What a chapter is about, as the records before it tell. */
function laterOf(earlier: readonly LedgerRecord[], { cause, request: recorded }: Predicate): LaterChapter {
  const merges = mergedBefore(earlier)
  switch (cause.kind) {
    case 'asked':
      throw new Error('the first chapter is none of those that come later')
    case 'extended':
      return { recorded, does: 'extend', merges }
    case 'ended':
      return { recorded, does: 'take-back', merges }
    case 'taken-back': {
      const { stage } = cause
      const back = stage === undefined ? merges : merges.filter((each) => stageOf(each) === stage)
      return { recorded, does: 'take-back', merges: back }
    }
    case 'restored': {
      const { stage } = cause
      const meant = stage === undefined ? merges : merges.filter((each) => stageOf(each) === stage)
      return { recorded, does: 'restore', merges: meant }
    }
    case 'stage': {
      const before = doneStages(earlier).at(-1)
      if (before === undefined) throw new Error('a stage begins after none')
      return { recorded, does: 'next-stage', before }
    }
  }
}

/** What the expressions of a type are told of a request that was recorded. */
export function recordedContext(
  { type, form }: Candidate,
  { values, requester }: RecordedRequest,
  stage: string | null,
): ExpressionContext {
  const told = stage === null ? undefined : stageContext(type, stage)
  return {
    request: new Map(Object.entries(values)),
    requester: { login: requester.login },
    labels: labelsOf(form),
    ...(told === undefined ? {} : { stage: told }),
  }
}

/** The stage a chapter is about; null where the request has none. */
function stageOfCause(cause: Cause, later: LaterChapter): string | null {
  if (cause.kind === 'stage') return cause.stage
  if (cause.kind === 'taken-back' || cause.kind === 'restored') return cause.stage ?? null
  const last = later.does === 'next-stage' ? undefined : later.merges.at(-1)
  return last === undefined ? null : stageOf(last)
}

/** The changes of a stage, as its type says them today. */
function changesOf(
  type: RequestType,
  cause: Cause,
  known: Candidate | null,
  context: ExpressionContext,
): Result<readonly Change[]> {
  const stage = cause.kind === 'stage' ? cause.stage : ''
  if (known === null || context.stage === undefined) return fail(stageGone(type, stage))
  return resolveChanges(type, context)
}

function stageGone({ path }: RequestType, stage: string): Problem {
  return {
    code: 'state/stage-gone',
    file: path,
    what: `The stage ${stage} of this request is not in ${path} on the default branch any more.`,
    fix: `A maintainer has to restore it there, or whoever has asked for the stage calls it off with /withdraw.`,
  }
}

/** An end needs no type: where nobody can tell any more who has to approve, two maintainers have to, as far as anybody is asked. */
function withoutRules({ kind }: Cause): Pick<UnderstoodRequest, 'rules' | 'named'> | null {
  return kind === 'ended' ? { rules: [{ number: 1, when: null, needs: twoMaintainers }], named: [] } : null
}

/** What was merged of what a request asked for and is in force, oldest first. */
function mergedBefore(records: readonly LedgerRecord[]): readonly FinalRecord[] {
  return ownStanding(records)?.merges ?? []
}

/** The request type of a record as it stands today; null where there is none of the name, or it is broken. */
export function typeOf({ type: name }: RecordedRequest, { candidates }: ReadPolicy): Candidate | null {
  return candidates.find(({ type }) => type.name === name) ?? null
}

/** A request type for a record whose own is gone: two maintainers have to approve. */
export function standIn({ type: name, title, typeBlob, formBlob, values }: RecordedRequest): Candidate {
  const form: Form = {
    file: '',
    blob: formBlob,
    name: title,
    labels: [],
    fields: Object.keys(values).map((id) => ({
      type: 'input',
      id,
      label: id,
      description: null,
      required: false,
      line: 1,
    })),
  }
  const type: RequestType = {
    path: `.github/issueops/${name}.yml`,
    blob: typeBlob,
    name,
    title,
    form: '',
    requesters: null,
    target: { repository: null, branch: null },
    fields: new Map(),
    rules: [],
    approval: [{ number: 1, when: null, needs: twoMaintainers }],
    policy: null,
    merge: 'now',
    changes: [],
    ensure: 'present',
    reading: usualReading,
  }
  return { type, form }
}

/** Why others are asked than those who know requests of this kind. */
function typeMissing({ type }: RecordedRequest): Problem {
  return {
    code: 'state/type-gone',
    what: `The request type ${type} is not on the default branch any more, or is broken, so two maintainers have to approve.`,
    fix: 'A maintainer can restore the request type; then its own rules count.',
  }
}

const twoMaintainers: ApprovalNode = {
  kind: 'people',
  from: [{ kind: 'role', role: 'maintain' }],
  count: 2,
  not: ['requester'],
  validFor: null,
  requireDigest: 'none',
}

/** The type as the chapter has it: everybody may have asked who was entitled then, and the change goes where it went before. */
function inChapter(written: RequestType, cause: Cause, later: LaterChapter): RequestType {
  const type = inStage(written, stageNamed(written, stageOfCause(cause, later) ?? ''))
  const { approval, policy } = approvalOf(type, cause)
  return {
    ...type,
    approval,
    policy,
    title: `${type.title} (${chapterName(cause)})`,
    requesters: null,
    target: later.does === 'next-stage' ? type.target : (targetOf(later.merges) ?? type.target),
  }
}

/** Where something was merged; null where nothing was. */
function targetOf(merges: readonly FinalRecord[]): RequestType['target'] | null {
  const last = merges.at(-1)
  const plan = last?.predicate.plan ?? null
  return last === undefined || plan === null
    ? null
    : { repository: recordedTarget(last), branch: plan.branch }
}

/** Who approves a chapter: those whom the type names for it, else those who approve a request. */
function approvalOf(type: RequestType, { kind }: Cause): OwnApproval {
  switch (kind) {
    case 'taken-back':
      return type.rollback ?? type
    case 'extended':
      return type.extend?.approval ?? type
    case 'asked':
    case 'ended':
    case 'restored':
    case 'stage':
      return type
  }
}

/**
 * Whoever asks for a chapter never approves it, whatever the rules say of requesters; nor does whoever asked for the request, or whom its fields
 * name, unless it is just taken back.
 */
export function leavingOut(rule: ApprovalRule, { kind }: Pick<Cause, 'kind'>): ApprovalRule {
  return withPeople(rule, (node) => ({
    ...node,
    not: kind === 'taken-back' ? ['requester'] : [...new Set<LeftOut>([...node.not, 'requester', 'editors'])],
  }))
}

/** Where no pull request shows what is approved, its digest has to be named. */
export function demandingDigest(rule: ApprovalRule): ApprovalRule {
  return withPeople(rule, (node) =>
    node.requireDigest === 'none' ? { ...node, requireDigest: 'prefix' } : node,
  )
}

function withPeople(rule: ApprovalRule, change: (node: PeopleNode) => PeopleNode): ApprovalRule {
  const inside = (node: ApprovalNode): ApprovalNode =>
    node.kind === 'people' ? change(node) : { ...node, of: node.of.map(inside) }
  return rule.needs.kind === 'automatic' ? rule : { ...rule, needs: inside(rule.needs) }
}
