import type { Effect } from '../../model/effect.js'
import { fullName } from '../../model/ids.js'
import { type Instant, isBefore } from '../../model/instant.js'
import type { Json } from '../../model/json.js'
import type { Person } from '../../model/person.js'
import type { Plan } from '../../model/plan.js'
import type { Publication } from '../../model/pull.js'
import {
  type Evidence,
  type LedgerRecord,
  type Predicate,
  type RecordedDecision,
  type RecordedPlan,
  type RecordedPull,
  type RecordedRequest,
  recordPredicateType,
  subjectsOf,
} from '../../model/record.js'
import type { RequestType } from '../../model/request-type.js'
import type { FirstLook, Snapshot } from '../../model/snapshot.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { recordPath } from '../ledger/record-path.js'
import { wholeFile } from '../plan/recorded-place.js'
import { findSecret } from '../request/find-secret.js'
import { sha256 } from '../text/digest.js'
import { learnedPeople } from './learned-people.js'
import { isLessPublic } from './less-public.js'
import type { FirstReading } from './reading.js'
import { recordedFiles } from './recorded-files.js'
import { rulesReturned } from './rules-returned.js'
import type { UnderstoodRequest } from './understand.js'

/** The part of a record that depends on the decision; the rest comes from the snapshot. */
export type RecordContent<Decided extends RecordedDecision = RecordedDecision> = Pick<
  Predicate<Decided>,
  | 'decision'
  | 'request'
  | 'plan'
  | 'pull'
  | 'rules'
  | 'evidence'
  | 'waited'
  | 'merge'
  | 'outcome'
  | 'accepted'
  | 'unanswered'
  | 'reason'
> & {
  /** The chapter that begins with the record; left out in one of the chapter at hand. */
  readonly begins?: Pick<Predicate, 'chapter' | 'cause'>
}

/** The effect that appends a record of such a decision. */
type AppendRecord<Decided extends RecordedDecision> = Extract<Effect, { kind: 'append-record' }> & {
  readonly record: LedgerRecord<Decided>
}

/** The effect that appends a decision to the ledger, under the next number of this issue. The ledger must have begun. */
export function appendRecord<Decided extends RecordedDecision>(
  reading: FirstReading,
  content: RecordContent<Decided>,
): AppendRecord<Decided> {
  const { snapshot } = reading
  const { head, records, earlier } = snapshot.ledger
  if (head === null) throw new Error('a record is appended before the ledger has begun')
  const { owner, name } = snapshot.repository
  const sequence = earlier.length + records.length + 1
  const predicate: Predicate<Decided> = {
    decision: content.decision,
    sequence,
    ...(content.begins ?? chapterOf(snapshot.ledger)),
    previous: head,
    repository: `${owner}/${name}`,
    repositoryId: snapshot.repository.id,
    issue: snapshot.issue.number,
    observedAt: snapshot.viewer.observedAt,
    request: content.request,
    plan: content.plan,
    pull: content.pull,
    ...(content.rules === undefined ? {} : { rules: content.rules }),
    evidence: content.evidence,
    ...(content.waited === undefined ? {} : { waited: content.waited }),
    merge: content.merge,
    ...(content.outcome === undefined ? {} : { outcome: content.outcome }),
    ...(content.accepted === undefined ? {} : { accepted: content.accepted }),
    ...(content.unanswered === undefined ? {} : { unanswered: content.unanswered }),
    reason: content.reason,
  }
  const record: LedgerRecord<Decided> = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: subjectsOf(predicate),
    predicateType: recordPredicateType,
    predicate,
  }
  const people = learnedPeople(reading, content.evidence)
  const path = recordPath(snapshot.issue.number, sequence)
  return { kind: 'append-record', path, record, ...(people === null ? {} : { people }) }
}

/** What a record keeps of a request. */
export function recordedRequest(snapshot: FirstLook, understood: UnderstoodRequest): RecordedRequest {
  const { type, form, request, submission, author, later } = understood
  if (type.blob === null || form.blob === null) throw new Error('request type and form must come from git')
  const files = {
    typeBlob: type.blob,
    formBlob: form.blob,
    ...(type.policy === null ? {} : { policyBlob: type.policy.blob }),
    ...(rulesReturned(snapshot, type) ? { rulesReturned: true as const } : {}),
    ...recordedTemplates(type),
  }
  if (later !== null) return { ...withoutFiles(later.recorded), ...files }
  return {
    type: type.name,
    title: type.title,
    ...files,
    digest: request.digest,
    values: Object.fromEntries(request.values) as { readonly [id: string]: Json },
    filedAt: snapshot.issue.createdAt,
    bodySha256: submission.bodySha256,
    bodyLastEditedAt: snapshot.issue.lastEditedAt,
    requester: author,
    editors: snapshot.issue.editors.flatMap((editor) => (editor === null ? [] : [editor])),
  }
}

/** The request without the files its type was read from at that time. */
function withoutFiles(recorded: RecordedRequest) {
  const {
    typeBlob: _,
    formBlob: __,
    policyBlob: ___,
    rulesReturned: ____,
    templates: _____,
    ...request
  } = recorded
  return request
}

function recordedTemplates({ templates = [] }: RequestType): Pick<RecordedRequest, 'templates'> {
  const blobs = templates.map(({ path, blob }) => {
    if (blob === null) throw new Error('templates must come from git')
    return { path, blob }
  })
  return blobs.length === 0 ? {} : { templates: blobs }
}

/** What a record keeps of a plan: the blob ids, not the texts. */
export function recordedPlan(
  snapshot: Snapshot,
  target: { readonly branch: string },
  plan: Plan,
): RecordedPlan {
  const withheld = isLessPublic(snapshot)
  return {
    digest: plan.digest,
    repository: fullName(snapshot.details.target),
    branch: target.branch,
    base: snapshot.details.manifests.commit,
    // The ledger is as public as the issue. Paths and digests are what a merge is verified by; places tell what a file holds.
    // Of ends that come together each has all files on record; whose the places in them are, the merges say that end.
    files:
      withheld || plan.together !== undefined
        ? recordedFiles(plan).map((file) => ({ ...file, places: [wholeFile] }))
        : recordedFiles(plan),
    ...(plan.end === undefined ? {} : { end: plan.end }),
    ...(plan.stage === undefined ? {} : { stage: plan.stage }),
    ...(plan.emergency === undefined ? {} : { emergency: plan.emergency }),
    ...(withheld ? { withheld } : {}),
    ...(plan.together === undefined ? {} : { together: plan.together }),
  }
}

/** What a record keeps of a comment. */
export function evidence(
  command: string,
  comment: { readonly id: number; readonly createdAt: Instant; readonly body: string },
  by: { readonly person: Person } & Pick<Evidence, 'role' | 'as'>,
): Evidence {
  return {
    command,
    comment: comment.id,
    person: by.person,
    role: by.role,
    as: by.as,
    createdAt: comment.createdAt,
    body: findSecret(comment.body) === null ? comment.body : null,
    bodySha256: sha256(comment.body),
  }
}

/** What a record keeps of a publication, and since when the plan was visible, where it was published before. */
export function recordedPublication(
  { checkRun, at }: Publication,
  visibleSince: Instant | null,
): RecordedPull['publication'] {
  const earlier = visibleSince !== null && isBefore(visibleSince, at)
  return earlier ? { checkRun, at, since: visibleSince } : { checkRun, at }
}
