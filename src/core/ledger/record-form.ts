import { isNumbered } from '../../model/ids.js'
import { type LedgerRecord, recordedDecisions, recordPredicateType } from '../../model/record.js'
import {
  type Form,
  flag,
  fromList,
  listOf,
  map,
  oneOf,
  optional,
  orNull,
  shape,
  text,
  that,
  wrong,
} from './form.js'

/** A record with its fields in the order in which they are written, or null where one is missing, unknown or of another kind. */
export function asRecord(value: unknown): LedgerRecord | null {
  const found = record(value)
  return found === wrong ? null : (found as LedgerRecord)
}

const id = that((value) => typeof value === 'number' && Number.isSafeInteger(value) && value > 0)
const number = that((value) => typeof value === 'number' && isNumbered(value))
const position = that((value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0)
/** As GitHub writes moments: another form would have another order as text. */
const moment = that(
  (value) =>
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(value) &&
    !Number.isNaN(Date.parse(value)),
)
const oid = that((value) => typeof value === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value))
const digest = that((value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value))
/** `owner/name`; it becomes part of what GitHub is asked for. */
const repository = that(
  (value) =>
    typeof value === 'string' &&
    /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/.test(value),
)
const yes = that((value) => value === true)

const person = shape({ id, login: text, kind: oneOf('user', 'bot') })

const scalar = that((value) => ['string', 'number', 'boolean'].includes(typeof value))
const step: Form = (value) => {
  if (text(value) !== wrong || position(value) !== wrong) return value
  const fields = map(value)
  return fields !== wrong && Object.values(Object(fields)).every((each) => scalar(each) !== wrong)
    ? value
    : wrong
}
const place = shape({ document: optional(position), at: listOf(step) })

const file = shape({
  path: text,
  change: oneOf('create', 'update', 'delete'),
  mode: oneOf('100644', '100755'),
  before: orNull(oid),
  after: orNull(oid),
  // Records of older versions do not name the places.
  places: optional(listOf(place)),
})

const people = shape({
  kind: oneOf('people'),
  from: listOf(text),
  count: id,
  not: listOf(text),
  validFor: orNull(id),
  requireDigest: oneOf('none', 'prefix', 'full'),
  files: orNull(listOf(text)),
})
const automatic = shape({ kind: oneOf('automatic'), rule: id, when: text })
const group = shape({ kind: oneOf('all', 'any'), of: fromList(() => rule) })
const rule: Form = (value) => {
  const found = people(value)
  if (found !== wrong) return found
  const other = automatic(value)
  return other === wrong ? group(value) : other
}

const record = shape({
  _type: oneOf('https://in-toto.io/Statement/v1'),
  subject: listOf(shape({ name: text, digest: map })),
  predicateType: oneOf(recordPredicateType),
  predicate: shape({
    decision: oneOf(...recordedDecisions),
    sequence: id,
    previous: oid,
    repository,
    repositoryId: optional(id),
    issue: number,
    observedAt: moment,
    request: shape({
      type: text,
      title: text,
      typeBlob: oid,
      formBlob: oid,
      policyBlob: optional(oid),
      rulesReturned: optional(yes),
      templates: optional(listOf(shape({ path: text, blob: oid }))),
      digest,
      values: map,
      filedAt: optional(moment),
      bodySha256: digest,
      bodyLastEditedAt: orNull(moment),
      requester: person,
      editors: listOf(person),
    }),
    plan: orNull(
      shape({
        digest,
        repository,
        branch: text,
        base: oid,
        files: listOf(file),
        withheld: optional(yes),
      }),
    ),
    pull: orNull(
      shape({ number, head: oid, publication: shape({ checkRun: id, at: moment, since: optional(moment) }) }),
    ),
    rules: optional(listOf(rule)),
    evidence: listOf(
      shape({
        command: text,
        comment: id,
        person,
        role: orNull(text),
        as: listOf(text),
        createdAt: moment,
        body: orNull(text),
        bodySha256: digest,
      }),
    ),
    merge: orNull(
      shape({
        commit: oid,
        tree: oid,
        exact: flag,
        // Records of older versions do not say where and when.
        into: optional(text),
        onTarget: optional(flag),
        at: optional(moment),
        findings: listOf(text),
      }),
    ),
    reason: orNull(text),
  }),
})
