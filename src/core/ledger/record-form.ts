import type { End } from '../../model/end.js'
import { digest, isNumbered, issueNumber, oid, pullNumber, userId } from '../../model/ids.js'
import type { PathStep, Resource } from '../../model/plan.js'
import {
  type Cause,
  type LedgerRecord,
  type RecordedRule,
  recordedDecisions,
  recordPredicateType,
} from '../../model/record.js'
import { roles } from '../../model/request-type.js'
import { signalKinds } from '../../model/signal.js'
import { wrong } from '../decode/decoding.js'
import { map } from '../decode/keys.js'
import { has, mayHave, readData, some } from '../decode/read-data.js'
import {
  anyText,
  anything,
  either,
  flag,
  named,
  objectOf,
  orNull,
  type Shape,
  saying,
  scalar,
  scalarOf,
  textThat,
  to,
  whole,
  word,
  yes,
} from '../decode/shape.js'
import type { Tree } from '../decode/tree.js'

/** A record with its fields in the order in which they are written, or null where one is missing, unknown or of another kind. */
export function asRecord(value: unknown): LedgerRecord | null {
  const found = readData(record, value)
  return found === wrong ? null : found
}

const like = (pattern: RegExp) => textThat((text) => pattern.test(text), '', { pattern: pattern.source })

export const id = whole(1)
export const numbered = to(id, (value) => (isNumbered(value) ? value : wrong))
/** As GitHub writes moments: another form would have another order as text. */
export const moment = to(like(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/), (text) =>
  Number.isNaN(Date.parse(text)) ? wrong : text,
)
export const object = to(like(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/), oid)
const sha256 = to(like(/^[0-9a-f]{64}$/), digest)
/** `owner/name`; it becomes part of what GitHub is asked for. */
export const repository = like(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/)

export const person = map({ id: has(to(id, userId)), login: has(anyText), kind: has(word(['user', 'bot'])) })

/** A step of the way to a place of a manifest. */
export const pathStep = either<PathStep>(
  { where: (tree) => tree.kind === 'map', is: objectOf(scalar, '') },
  { where: (tree) => typeof scalarOf(tree) === 'number', is: whole(0) },
  { where: () => true, is: anyText },
)

const place = map({
  document: mayHave(
    either<number | Resource>(
      { where: (tree) => tree.kind === 'map', is: map({ kind: has(anyText), name: has(anyText) }) },
      { where: () => true, is: whole(0) },
    ),
  ),
  at: has(some(pathStep)),
  item: mayHave(sha256),
  before: mayHave(sha256),
  after: mayHave(sha256),
})

const command = { comment: has(id), by: has(person), reason: has(orNull(anyText)) }

const holding = (key: string) => (tree: Tree) =>
  tree.kind === 'map' && tree.entries.some((entry) => entry.key === key)

/** What begins a stage: somebody's command, or the stage before. */
const stageCause = either<Cause>(
  {
    where: holding('after'),
    is: map({
      kind: has(word(['stage'])),
      stage: has(anyText),
      after: has(word(['merged', 'reached'])),
    }),
  },
  { where: () => true, is: map({ kind: has(word(['stage'])), stage: has(anyText), ...command }) },
)

/** A command names a stage further down only where it takes one back; the clock names no command. */
const takenBackCause = either<Cause>(
  {
    where: holding('overdue'),
    is: map({ kind: has(word(['taken-back'])), stage: mayHave(anyText), overdue: has(moment) }),
  },
  {
    where: holding('stage'),
    is: map({
      kind: has(word(['taken-back'])),
      stage: has(anyText),
      downTo: mayHave(anyText),
      ...command,
      review: mayHave(word(['refused'])),
    }),
  },
  {
    where: () => true,
    is: map({ kind: has(word(['taken-back'])), ...command, review: mayHave(word(['refused'])) }),
  },
)

const cause: Shape<Cause> = either<Cause>(
  { where: saying('kind', 'asked'), is: map({ kind: has(word(['asked'])) }) },
  { where: saying('kind', 'ended'), is: map({ kind: has(word(['ended'])), at: has(moment) }) },
  {
    where: saying('kind', 'restored'),
    is: map({ kind: has(word(['restored'])), stage: mayHave(anyText), ...command }),
  },
  {
    where: saying('kind', 'extended'),
    is: map({ kind: has(word(['extended'])), until: has(moment), ...command }),
  },
  { where: saying('kind', 'stage'), is: stageCause },
  { where: () => true, is: takenBackCause },
)

const file = map({
  path: has(anyText),
  change: has(word(['create', 'update', 'delete'])),
  mode: has(word(['100644', '100755'])),
  before: has(orNull(object)),
  after: has(orNull(object)),
  places: has(some(place)),
})

const rule: Shape<RecordedRule> = named('rule', () =>
  either<RecordedRule>(
    {
      where: saying('kind', 'people'),
      is: map({
        kind: has(word(['people'])),
        from: has(some(anyText)),
        count: has(id),
        not: has(some(anyText)),
        validFor: has(orNull(id)),
        requireDigest: has(word(['none', 'prefix', 'full'])),
        files: has(orNull(some(anyText))),
      }),
    },
    {
      where: saying('kind', 'automatic'),
      is: map({ kind: has(word(['automatic'])), rule: has(id), when: has(anyText) }),
    },
    { where: () => true, is: map({ kind: has(word(['all', 'any'])), of: has(some(rule)) }) },
  ),
)

const request = map({
  type: has(anyText),
  title: has(anyText),
  typeBlob: has(object),
  formBlob: has(object),
  policyBlob: mayHave(object),
  rulesReturned: mayHave(yes),
  templates: mayHave(some(map({ path: has(anyText), blob: has(object) }))),
  digest: has(sha256),
  values: has(objectOf(anything, '')),
  filedAt: has(moment),
  bodySha256: has(sha256),
  bodyLastEditedAt: has(orNull(moment)),
  requester: has(person),
  editors: has(some(person)),
})

const end = either<End>(
  { where: saying('kind', 'after'), is: map({ kind: has(word(['after'])), seconds: has(id) }) },
  { where: () => true, is: map({ kind: has(word(['at'])), at: has(moment) }) },
)

const together = map({
  branch: has(anyText),
  of: has(some(map({ issue: has(to(numbered, issueNumber)), chapter: has(id), request: has(sha256) }))),
})

const emergency = map({
  review: has(map({ within: has(id), from: has(some(anyText)), count: has(id) })),
})

const plan = map({
  digest: has(sha256),
  repository: has(repository),
  branch: has(anyText),
  base: has(object),
  files: has(some(file)),
  end: mayHave(end),
  stage: mayHave(anyText),
  emergency: mayHave(emergency),
  withheld: mayHave(yes),
  together: mayHave(together),
})

const pull = map({
  number: has(to(numbered, pullNumber)),
  head: has(object),
  publication: has(map({ checkRun: has(id), at: has(moment), since: mayHave(moment) })),
})

export const evidence = map({
  command: has(anyText),
  comment: has(id),
  person: has(person),
  role: has(orNull(word(roles))),
  as: has(some(anyText)),
  createdAt: has(moment),
  body: has(orNull(anyText)),
  bodySha256: has(sha256),
})

const merge = map({
  commit: has(object),
  tree: has(object),
  exact: has(flag),
  into: has(anyText),
  onTarget: has(flag),
  at: has(moment),
  window: mayHave(map({ names: has(some(anyText)), from: has(orNull(moment)), until: has(orNull(moment)) })),
  findings: has(some(anyText)),
})

const signal = map({
  kind: has(word(signalKinds)),
  name: has(anyText),
  app: has(anyText),
  state: has(word(['success', 'failure', 'pending'])),
  commit: has(object),
  at: has(moment),
  url: has(orNull(anyText)),
})

const outcome = map({ signals: has(some(signal)) })

const accepted = map({
  of: has(id),
  commit: has(object),
  files: has(some(map({ path: has(anyText), found: has(orNull(object)), places: has(some(place)) }))),
  withheld: mayHave(yes),
})

export const subjects = some(map({ name: has(anyText), digest: has(objectOf(anyText, '')) }))

const record: Shape<LedgerRecord> = map({
  _type: has(word(['https://in-toto.io/Statement/v1'])),
  subject: has(subjects),
  predicateType: has(word<typeof recordPredicateType>([recordPredicateType])),
  predicate: has(
    map({
      decision: has(word(recordedDecisions)),
      sequence: has(id),
      chapter: has(id),
      cause: has(cause),
      previous: has(object),
      repository: has(repository),
      repositoryId: has(id),
      issue: has(to(numbered, issueNumber)),
      observedAt: has(moment),
      request: has(request),
      plan: has(orNull(plan)),
      pull: has(orNull(pull)),
      rules: mayHave(some(rule)),
      evidence: has(some(evidence)),
      waited: mayHave(id),
      merge: has(orNull(merge)),
      outcome: mayHave(outcome),
      accepted: mayHave(accepted),
      unanswered: mayHave(map({ since: has(moment), lifetime: has(id) })),
      reason: has(orNull(anyText)),
    }),
  ),
})
