import type { JsonSchema } from '../../model/json.js'
import { type NoticePlan, noticeEvents, type Receiver, type Route } from '../../model/notice.js'
import type { PolicyFile } from '../../model/policy.js'
import { okUnless, type Problem, type Result } from '../../model/problem.js'
import { newDecoding, report, usualDialect, type Wrong, wrong } from '../decode/decoding.js'
import { map, optional, required } from '../decode/keys.js'
import { readYaml } from '../decode/read-yaml.js'
import { list, mapOf, type NamedSchemas, type Shape, textLike, to, word } from '../decode/shape.js'
import { didYouMean } from '../text/closest-name.js'
import { unreadable } from './other-file.js'
import { stageNamePattern } from './stages.js'

/** Most receivers of a repository: all are told side by side in every run that has something to tell. */
const receiversMax = 20
/** Most routes; one says for many events and types who is told. */
const routesMax = 100

const receiverKinds = ['slack', 'cloudevents', 'dispatch'] as const

/** A name without what the list of addresses needs to tell names and addresses apart. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/
const nameWords = 'at most 40 letters without accents, digits, - and _'

function name(example: string): Shape<string> {
  return textLike(namePattern, example, (found, _, { place }) => ({
    code: 'notify/name',
    // Whatever is told of the file is read by more people than the file.
    what: found.includes('://') ? `“${place}” holds an address.` : `“${place}” is “${found}”.`,
    fix: found.includes('://')
      ? 'An address is a secret: whoever has it can write there. Take it out of the file, replace it at the receiver, and give it to the run under a name, as docs/chat.md tells.'
      : `Write a name of ${nameWords}, as in ${example}.`,
  }))
}

/** What names a header, without those that HTTP itself needs. Source: RFC 9110, “Field Names”. */
const headerPattern = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/
const ownHeaders = ['host', 'content-length', 'content-type', 'transfer-encoding', 'connection', 'upgrade']

const headers: Shape<Readonly<Record<string, string>>> = to(
  mapOf(
    name('siem-token'),
    'a map from header to the name of its secret, as in { Authorization: siem-token }',
  ),
  (found, decoding, { tree }): Readonly<Record<string, string>> | Wrong => {
    const bad = [...found.keys()].find(
      (each) => !headerPattern.test(each) || ownHeaders.includes(each.toLowerCase()),
    )
    if (bad === undefined) return Object.fromEntries(found)
    return report(decoding, tree.line, {
      code: 'notify/header',
      what: `“${bad}” is no header that can be set here.`,
      fix: 'Write the name of a header that the receiver wants beside the message, as in { Authorization: siem-token }.',
    })
  },
)

interface WrittenReceiver {
  readonly kind: Receiver['kind']
  readonly address?: string
  readonly headers?: Readonly<Record<string, string>>
}

const receiver: Shape<WrittenReceiver> = to(
  map({
    kind: required(word(receiverKinds), 'kind: slack', {
      says: 'How it is told: slack is an incoming webhook as Slack, Mattermost, Rocket.Chat and Zulip take it, cloudevents a CloudEvent over HTTPS, dispatch an event repository_dispatch of this repository.',
    }),
    address: optional(name('chat'), undefined, {
      says: 'The name under which the run is given its address. Without it, the name of the receiver. Never the address itself.',
      examples: ['platform-chat'],
    }),
    headers: optional(headers, undefined, {
      says: 'Headers the receiver wants, each with the name under which the run is given what it says.',
      examples: [{ Authorization: 'siem-token' }],
    }),
  }),
  (said, decoding, { tree, place }) => {
    if (said.kind !== 'dispatch' || (said.address === undefined && said.headers === undefined)) return said
    return report(decoding, tree.line, {
      code: 'notify/dispatch',
      what: `“${place}” is a dispatch, and those go to this repository.`,
      fix: 'Remove address and headers, or write another kind.',
    })
  },
)

const receivers: Shape<readonly Receiver[]> = to(
  mapOf(receiver, 'a map from name to receiver, as in { chat: { kind: slack } }'),
  (found, decoding, { tree }) => {
    const bad = [...found.keys()].find((each) => !namePattern.test(each))
    if (bad !== undefined)
      return report(decoding, tree.line, {
        code: 'notify/name',
        what: `“${bad}” cannot be the name of a receiver.`,
        fix: `Write a name of ${nameWords}, as in chat.`,
      })
    if (found.size > receiversMax)
      return report(decoding, tree.line, {
        code: 'type/value',
        what: `“receivers” has ${found.size} entries.`,
        fix: `Write at most ${receiversMax}.`,
      })
    return [...found].map(([each, said]) => receiverOf(each, said))
  },
)

function receiverOf(name: string, { kind, address = name, headers = {} }: WrittenReceiver): Receiver {
  return kind === 'dispatch' ? { name, kind } : { name, kind, address, headers }
}

const typeGlob = textLike(/^[a-z0-9*][a-z0-9*-]{0,99}$/, 'namespace', (found, _, { place }) => ({
  code: 'type/value',
  what: `“${place}” is “${found}”, and no request type has such a name.`,
  fix: 'Write the name of a request type; * stands for any part of it, as in access-*.',
}))

const stageName = textLike(stageNamePattern, 'production', (found, _, { place }) => ({
  code: 'type/value',
  what: `“${place}” is “${found}”, and no stage has such a name.`,
  fix: 'Write the name of a stage, as in production.',
}))

const route: Shape<Route> = map({
  on: required(list(word(noticeEvents), '[awaiting-approval, failed]'), 'on: [awaiting-approval, failed]', {
    says: 'What is told.',
    examples: [['awaiting-approval', 'merged', 'failed']],
  }),
  types: optional(list(typeGlob, '[namespace, "access-*"]'), ['*'], {
    says: 'Of which request types, by name; * stands for any part of it.',
    examples: [['namespace', 'access-*']],
  }),
  stages: optional(list(stageName, '[production]'), null, {
    says: 'Only of these stages. Without it, of every stage, and of requests that have none.',
    examples: [['production']],
  }),
  to: required(list(name('chat'), '[chat]'), 'to: [chat]', {
    says: 'The receivers, by their names above.',
    examples: [['chat']],
  }),
})

const grammar: Shape<NoticePlan> = to(
  map({
    receivers: required(receivers, 'receivers: { chat: { kind: slack } }', {
      says: 'Who can be told, by name.',
      examples: [{ chat: { kind: 'slack' } }],
    }),
    routes: required(
      list(route, '[{ on: [failed], to: [chat] }]', { most: routesMax }),
      'routes: [{ on: [failed], to: [chat] }]',
      {
        says: 'Who is told of what. Every route that fits counts; a receiver is told once all the same.',
        examples: [[{ on: ['failed'], to: ['chat'] }]],
      },
    ),
  }),
  (said, decoding) => {
    const names = said.receivers.map((each) => each.name)
    const unknown = said.routes.flatMap(({ to: own }, at) =>
      own.flatMap((each, index) =>
        names.includes(each) ? [] : [{ each, place: `routes/${at}/to/${index}` }],
      ),
    )
    for (const { each, place } of unknown)
      report(decoding, decoding.lines.get(place) ?? 1, {
        code: 'notify/receiver-unknown',
        what: `“${each}” is none of the receivers.`,
        fix: `${didYouMean(each, names)}Name it under receivers, or write one of: ${names.join(', ')}.`,
      })
    return unknown.length === 0 ? said : wrong
  },
)

/** Who is told of what, with the lines of its places, as in `routes/0/types/1`. */
export interface LocatedNotices {
  readonly plan: NoticePlan
  readonly lines: ReadonlyMap<string, number>
}

/** Reads `.github/issueops/notify.yml`; all problems at once, each with its line. */
export function readNotices({ path, text }: Pick<PolicyFile, 'path' | 'text'>): Result<LocatedNotices> {
  if (text === null) return okUnless([unreadable(path)], () => ({ plan: nobody, lines: new Map() }))
  const tree = readYaml({ path, text })
  if (!tree.ok) return tree
  const decoding = newDecoding(path, usualDialect('notify.yml'))
  const plan = grammar.decode(decoding, { tree: tree.value, place: '' })
  return okUnless(decoding.problems, () => {
    if (plan === wrong) throw new Error('notifications without problems were not decoded')
    return { plan, lines: decoding.lines }
  })
}

const nobody: NoticePlan = { receivers: [], routes: [] }

/** What a run makes of it: a file that cannot be used tells nobody, and stops no request. */
export function noticesOf(file: PolicyFile | undefined): {
  readonly plan: NoticePlan
  readonly problems: readonly Problem[]
} {
  if (file === undefined) return { plan: nobody, problems: [] }
  const found = readNotices(file)
  return found.ok ? { plan: found.value.plan, problems: [] } : { plan: nobody, problems: found.problems }
}

/** The grammar for editors. */
export function notifySchema(): JsonSchema {
  const schemas: NamedSchemas = new Map()
  const top = grammar.schema(schemas)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:issueops:schema:notify:v1',
    title: 'IssueOps notifications',
    description:
      'Who is told of what becomes of requests: .github/issueops/notify.yml. It holds no address: the run is given those as secrets.',
    ...top,
    ...(schemas.size === 0 ? {} : { $defs: Object.fromEntries(schemas) }),
  }
}
