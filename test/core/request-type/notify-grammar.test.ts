import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { noticesOf, notifySchema, readNotices } from '../../../src/core/request-type/notify-grammar.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import { notifyPath } from '../../../src/model/policy.js'

const file = (text: string | null) => ({ path: notifyPath, blob: gitBlobOid(text ?? ''), text })
const read = (text: string) => readNotices(file(text))
const problems = (text: string) => {
  const found = read(text)
  return found.ok ? [] : found.problems.map(({ code, line, what, fix }) => ({ code, line, what, fix }))
}

test('who is told of what: receivers by name, and routes of events, types and stages to them', () => {
  const found = read(`receivers:
  chat: { kind: slack }
  siem: { kind: cloudevents, address: siem-url, headers: { Authorization: siem-token } }
  deploys: { kind: dispatch }
routes:
  - { on: [awaiting-approval, failed], types: [namespace, "access-*"], stages: [production], to: [chat, siem] }
  - { on: [merged], to: [deploys] }
`)
  expect(found.ok && found.value.plan).toEqual({
    receivers: [
      { name: 'chat', kind: 'slack', address: 'chat', headers: {} },
      { name: 'siem', kind: 'cloudevents', address: 'siem-url', headers: { Authorization: 'siem-token' } },
      { name: 'deploys', kind: 'dispatch' },
    ],
    routes: [
      {
        on: ['awaiting-approval', 'failed'],
        types: ['namespace', 'access-*'],
        stages: ['production'],
        to: ['chat', 'siem'],
      },
      { on: ['merged'], types: ['*'], stages: null, to: ['deploys'] },
    ],
  })
})

test('an address in the file is refused, and whoever wrote it is told that it is a secret no more', () => {
  expect(
    problems(`receivers: { chat: { kind: slack, address: "https://hooks.example/T0/B0/abc" } }
routes: [{ on: [failed], to: [chat] }]
`),
  ).toEqual([
    {
      code: 'notify/name',
      line: 1,
      what: '“receivers/chat/address” holds an address.',
      fix: 'An address is a secret: whoever has it can write there. Take it out of the file, replace it at the receiver, and give it to the run under a name, as docs/chat.md tells.',
    },
  ])
})

test('a misspelt event, key or receiver is named with its line, and with what was meant', () => {
  expect(
    problems(`receivers:
  chat: { kind: slak }
routes:
  - on: [mergd]
    typs: [namespace]
    to: [chat]
`),
  ).toEqual([
    {
      code: 'type/value',
      line: 2,
      what: '“receivers/chat/kind” is “slak”.',
      fix: 'Did you mean slack? Write one of: slack, cloudevents, dispatch.',
    },
    {
      code: 'type/unknown-key',
      line: 5,
      what: '“typs” is not a key of routes/0.',
      fix: 'Did you mean types? The keys are: on, types, stages, to.',
    },
    expect.objectContaining({ code: 'type/value', line: 4, what: '“routes/0/on/0” is “mergd”.' }),
  ])
  expect(
    problems(`receivers: { chat: { kind: slack } }
routes:
  - on: [merged]
    to:
      - caht
`),
  ).toEqual([
    {
      code: 'notify/receiver-unknown',
      line: 5,
      what: '“caht” is none of the receivers.',
      fix: 'Did you mean chat? Name it under receivers, or write one of: chat.',
    },
  ])
})

test.each([
  ['Host', 'Host'],
  ['content-type', 'content-type'],
  ['X Token', '"X Token"'],
  ['X-Token:', '"X-Token:"'],
])('a header %s is refused: the connection needs it, or it is none', (name, written) => {
  expect(
    problems(`receivers: { siem: { kind: cloudevents, headers: { ${written}: token } } }
routes: [{ on: [failed], to: [siem] }]
`).map(({ code, what }) => ({ code, what })),
  ).toEqual([{ code: 'notify/header', what: `“${name}” is no header that can be set here.` }])
})

test('a dispatch goes to this repository, so it has neither address nor headers', () => {
  expect(
    problems(`receivers: { deploys: { kind: dispatch, address: chat } }
routes: [{ on: [failed], to: [deploys] }]
`).map(({ code }) => code),
  ).toEqual(['notify/dispatch'])
})

test('a file that cannot be used tells nobody, and says why; none at all is nothing wrong', () => {
  const broken = noticesOf(file('receivers: ['))
  expect(broken.plan).toEqual({ receivers: [], routes: [] })
  expect(broken.problems.map(({ code }) => code)).toEqual(['type/yaml'])
  expect(noticesOf(undefined)).toEqual({ plan: { receivers: [], routes: [] }, problems: [] })
  expect(noticesOf(file(null)).problems.map(({ code }) => code)).toEqual(['type/unreadable'])
})

test('the schema for editors is the one of the grammar', () => {
  const path = join(dirname(fileURLToPath(import.meta.url)), '../../../schemas/notify.schema.json')
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(notifySchema())
})
