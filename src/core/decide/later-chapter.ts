import type { Form } from '../../model/form.js'
import type { Problem } from '../../model/problem.js'
import {
  type Cause,
  type FinalRecord,
  isFinal,
  type LedgerRecord,
  type RecordedRequest,
} from '../../model/record.js'
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
import type { ExpressionContext } from '../expression/context.js'
import { chapterName } from '../report/life.js'
import { namedPeople } from '../request-type/named-people.js'
import type { Candidate, ReadPolicy } from '../request-type/read-policy.js'
import type { Understanding, UnderstoodRequest } from './understand.js'

/**
 * What is asked for in a chapter that began after a merge. What was recorded then counts, and never what the issue says by now; who has to approve,
 * the request type of the recorded name says as it stands today, and where there is none any more, two maintainers have to.
 */
export function understandLater(ledger: ObservedLedger, policy: ReadPolicy): Understanding {
  const begun = ledger.records[0]?.predicate
  if (begun === undefined || begun.cause.kind === 'asked') throw new Error('no later chapter has begun')
  const { cause, request: recorded } = begun
  const landed = mergedBefore(ledger.earlier)
  const known = typeOf(recorded, policy)
  const candidate = known ?? standIn(recorded)
  const type = inChapter(candidate.type, cause, landed)
  const values = new Map(Object.entries(recorded.values))
  const context: ExpressionContext = {
    request: values,
    requester: { login: recorded.requester.login },
    labels: new Map(candidate.form.fields.map(({ id, label }) => [id, label])),
  }
  const applying = applicableRules(type, context)
  const asked = applying.ok ? applying.value.map((rule) => leavingOut(rule, cause)) : []
  const naming = namedPeople(asked, values, candidate.form)
  const people = applying.ok && naming.ok ? { rules: asked, named: naming.value } : withoutRules(cause)
  if (people === null) {
    const [first, ...more] = [applying, naming].flatMap((each) => (each.ok ? [] : each.problems))
    if (first === undefined) throw new Error('the rules of a chapter do not apply without a problem')
    return { kind: 'held', type, problems: [first, ...more] }
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
    changes: [],
    // What is taken back stays so, and a later end is the cause's.
    end: null,
    author: 'by' in cause ? cause.by : recorded.requester,
    later: { recorded, merges: landed, takesBack: cause.kind !== 'extended' },
  }
}

/** An end needs no type: where nobody can tell any more who has to approve, two maintainers have to, as far as anybody is asked. */
function withoutRules({ kind }: Cause): Pick<UnderstoodRequest, 'rules' | 'named'> | null {
  return kind === 'ended' ? { rules: [{ number: 1, when: null, needs: twoMaintainers }], named: [] } : null
}

/** What was merged of what a request asked for, oldest first. */
export function mergedBefore(records: readonly LedgerRecord[]): readonly FinalRecord[] {
  return records
    .filter(isFinal)
    .filter(({ predicate: { decision, cause } }) => decision === 'merged' && cause.kind === 'asked')
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
function inChapter(type: RequestType, cause: Cause, landed: readonly FinalRecord[]): RequestType {
  const plan = landed.at(-1)?.predicate.plan ?? null
  const [owner = '', name = ''] = plan?.repository.split('/') ?? []
  // A repository may have another name by now; the home of the ledger is known without one.
  const home = plan?.repository === landed.at(-1)?.predicate.repository
  const repository = home ? null : { owner, name }
  const target = plan === null ? type.target : { repository, branch: plan.branch }
  const { approval, policy } = approvalOf(type, cause)
  return {
    ...type,
    approval,
    policy,
    title: `${type.title} (${chapterName(cause)})`,
    requesters: null,
    target,
  }
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
      return type
  }
}

/**
 * Whoever asks for a chapter never approves it, whatever the rules say of requesters; nor does whoever asked for the request, or whom its fields
 * name, unless it is just taken back.
 */
function leavingOut(rule: ApprovalRule, { kind }: Cause): ApprovalRule {
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
