import { type LedgerRecord, recordedDecisions, recordPredicateType } from '../model/record.js'

/**
 * Reads a record back, or null if the text is not one to the last field. Whoever reads records must not decide anything while
 * one of them is unreadable.
 */
export function decodeRecord(text: string): LedgerRecord | null {
  const value = parse(text)
  return isRecord(value) ? (value as LedgerRecord) : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

type Check = (value: unknown) => boolean

const isText: Check = (value) => typeof value === 'string'
const isId: Check = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value > 0
const isFlag: Check = (value) => typeof value === 'boolean'
const isMoment: Check = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value))
const isOid: Check = (value) => typeof value === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value)
const isDigest: Check = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
const isMap: Check = (value) => fieldsOf(value) !== null
const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value)
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value)
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check)

/** An object with exactly these fields, and perhaps the optional ones. */
function shape(
  checks: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
): Check {
  return (value) => {
    const fields = fieldsOf(value)
    if (fields === null) return false
    const known = { ...optional, ...checks }
    return (
      Object.keys(checks).every((name) => Object.hasOwn(fields, name)) &&
      Object.keys(fields).every((name) => Object.hasOwn(known, name) && known[name]?.(fields[name]) === true)
    )
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
}

const isPerson = shape({ id: isId, login: isText, kind: oneOf('user', 'bot') })

const isPosition: Check = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
const isScalar: Check = (value) => ['string', 'number', 'boolean'].includes(typeof value)
const isStep: Check = (value) =>
  isText(value) || isPosition(value) || Object.values(fieldsOf(value) ?? { none: null }).every(isScalar)
const at = listOf(isStep)
const isPlace = shape({ at }, { document: isPosition })

const isFile = shape(
  {
    path: isText,
    change: oneOf('create', 'update', 'delete'),
    mode: oneOf('100644', '100755'),
    before: orNull(isOid),
    after: orNull(isOid),
  },
  // Records of older versions do not name the places.
  { places: listOf(isPlace) },
)

const isRecord = shape({
  _type: oneOf('https://in-toto.io/Statement/v1'),
  subject: listOf(shape({ name: isText, digest: isMap })),
  predicateType: oneOf(recordPredicateType),
  predicate: shape({
    decision: oneOf(...recordedDecisions),
    sequence: isId,
    previous: isOid,
    repository: isText,
    issue: isId,
    observedAt: isMoment,
    request: shape(
      {
        type: isText,
        title: isText,
        typeBlob: isOid,
        formBlob: isOid,
        digest: isDigest,
        values: isMap,
        bodySha256: isDigest,
        bodyLastEditedAt: orNull(isMoment),
        requester: isPerson,
        editors: listOf(isPerson),
      },
      { policyBlob: isOid, templates: listOf(shape({ path: isText, blob: isOid })) },
    ),
    plan: orNull(
      shape(
        { digest: isDigest, repository: isText, branch: isText, base: isOid, files: listOf(isFile) },
        { withheld: (value) => value === true },
      ),
    ),
    pull: orNull(shape({ number: isId, head: isOid, publication: shape({ checkRun: isId, at: isMoment }) })),
    evidence: listOf(
      shape({
        command: isText,
        comment: isId,
        person: isPerson,
        role: orNull(isText),
        as: listOf(isText),
        createdAt: isMoment,
        body: orNull(isText),
        bodySha256: isDigest,
      }),
    ),
    merge: orNull(shape({ commit: isOid, tree: isOid, exact: isFlag, findings: listOf(isText) })),
    reason: orNull(isText),
  }),
})
