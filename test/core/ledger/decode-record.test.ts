import { expect, test } from 'vitest'
import { decodeRecord, isNewerRecord, readRecord } from '../../../src/core/ledger/decode-record.js'

const hash = (digit: string, length: number) => digit.repeat(length)

/** A record as it stands in a ledger, with these files in its plan. */
function recordWith(files: unknown): string {
  return `${JSON.stringify(
    {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [],
      predicateType: 'urn:issueops:decision:v2',
      predicate: {
        decision: 'proposed',
        sequence: 1,
        chapter: 1,
        cause: { kind: 'asked' },
        previous: hash('1', 40),
        repository: 'acme/platform',
        repositoryId: 7,
        issue: 42,
        observedAt: '2026-11-20T10:00:00Z',
        request: {
          type: 'namespace',
          title: 'Kubernetes namespace',
          typeBlob: hash('2', 40),
          formBlob: hash('3', 40),
          digest: hash('4', 64),
          values: {},
          filedAt: '2026-11-20T09:00:00Z',
          bodySha256: hash('5', 64),
          bodyLastEditedAt: null,
          requester: { id: 1, login: 'alice', kind: 'user' },
          editors: [],
        },
        plan: {
          digest: hash('6', 64),
          repository: 'acme/platform',
          branch: 'main',
          base: hash('7', 40),
          files,
        },
        pull: null,
        evidence: [],
        merge: null,
        reason: null,
      },
    },
    null,
    2,
  )}\n`
}

const file = {
  path: 'a.yaml',
  change: 'update',
  mode: '100644',
  before: hash('8', 40),
  after: hash('9', 40),
  places: [],
}

test('a record of an older version is none: it knows no chapters and no digests of places', () => {
  expect(decodeRecord(recordWith([file]))?.predicate.plan?.files).toEqual([file])
  expect(decodeRecord(recordWith([file]).replace('decision:v2', 'decision:v1'))).toBe(null)
})

test('a record of a newer version is known for one, whatever else it says', () => {
  const saying = (type: unknown) => JSON.stringify({ predicateType: type, predicate: 'new' })
  for (const version of [3, 10, 999_999])
    expect(isNewerRecord(saying(`urn:issueops:decision:v${version}`)), `${version}`).toBe(true)
  for (const type of ['v3', 3, null, { a: 'urn:issueops:decision:v3' }, 'urn:issueops:decision:v3 '])
    expect(isNewerRecord(saying(type)), JSON.stringify(type)).toBe(false)
  for (const version of ['2', '1', '0', '03', '-3', '3.1', '3e9', '1000000', ''])
    expect(isNewerRecord(saying(`urn:issueops:decision:v${version}`)), version).toBe(false)
  for (const text of [
    '',
    'null',
    '[]',
    '"urn:issueops:decision:v3"',
    `${saying('urn:issueops:decision:v3')}]`,
  ])
    expect(isNewerRecord(text), text).toBe(false)
  expect(isNewerRecord(recordWith([file]))).toBe(false)
})

test('a record names the places of each file: keys, positions, what an item has, and the document', () => {
  const places = [
    { at: [] },
    { at: ['spec', 0, { name: 'app', port: 80, on: true }, 'image'] },
    { document: 0, at: ['a'] },
  ]
  expect(decodeRecord(recordWith([{ ...file, places }]))?.predicate.plan?.files).toEqual([
    { ...file, places },
  ])
})

test.each([
  ['places that are no list', { places: {} }],
  ['a place with a value', { places: [{ at: ['a'], new: 'secret' }] }],
  ['a place without a way', { places: [{ document: 0 }] }],
  ['a document before the first', { places: [{ document: -1, at: [] }] }],
  ['a step that is nothing', { places: [{ at: [null] }] }],
  ['a step that is a list', { places: [{ at: [['a']] }] }],
  ['a matcher of maps', { places: [{ at: [{ name: {} }] }] }],
  ['one more field', { places: [], old: 'a' }],
])('%s is no record of ours', (_, more) => {
  expect(decodeRecord(recordWith([{ ...file, ...more }]))).toBe(null)
})

test.each([
  ['without blanks', (text: string) => `${JSON.stringify(JSON.parse(text))}\n`],
  ['without its line end', (text: string) => text.trimEnd()],
  ['with a key twice', (text: string) => text.replace('"issue": 42,', '"issue": 41,\n    "issue": 42,')],
  ['with another form of a number', (text: string) => text.replace('"issue": 42,', '"issue": 42.0,')],
  [
    'with keys in another order',
    (text: string) => text.replace(/( *"sequence": 1,\n)( *"chapter": .*\n)/, '$2$1'),
  ],
])('a record %s was not written by the toolkit', (_, rewritten) => {
  const text = recordWith([file])
  expect(rewritten(text)).not.toBe(text)
  expect(decodeRecord(rewritten(text))).toBe(null)
})

test('a record that nests more than 64 levels deep is read by nobody, however well it is written', () => {
  const nested = (levels: number) => {
    const deep = `${'['.repeat(levels)}${']'.repeat(levels)}`
    return readRecord(recordWith([]).replace('"values": {}', `"values": { "a": ${deep} }`))
  }
  expect([nested(60) === null, nested(61) === null]).toEqual([false, true])
})

/** Whether a record is one that has this cause. */
function isCause(cause: unknown): boolean {
  return decodeRecord(recordOf({ cause })) !== null
}

/** A record in which some fields are otherwise. */
function recordOf(more: Readonly<Record<string, unknown>>): string {
  const { predicate, ...rest } = JSON.parse(recordWith([])) as { readonly predicate: object }
  return `${JSON.stringify({ ...rest, predicate: { ...predicate, ...more } }, null, 2)}\n`
}

const command = { comment: 5, by: { id: 3, login: 'carol', kind: 'user' }, reason: null }

test.each<[string, object]>([
  ['whoever asks for it', { kind: 'stage', stage: 'production', ...command }],
  ['the merge of the one before', { kind: 'stage', stage: 'production', after: 'merged' }],
  ['the arrival of the one before', { kind: 'stage', stage: 'production', after: 'reached' }],
])('a stage is begun by %s', (_, cause) => {
  expect(isCause(cause)).toBe(true)
})

test.each<[string, object]>([
  ['by both', { kind: 'stage', stage: 'production', after: 'merged', ...command }],
  ['by nothing', { kind: 'stage', stage: 'production' }],
  ['by half a command', { kind: 'stage', stage: 'production', comment: 5 }],
  ['after a rejection', { kind: 'stage', stage: 'production', after: 'rejected' }],
  ['without a name', { kind: 'stage', after: 'merged' }],
  ['without a name, on command', { kind: 'stage', ...command }],
  ['and taken back further', { kind: 'stage', stage: 'production', downTo: 'staging', ...command }],
])('no stage is begun %s', (_, cause) => {
  expect(isCause(cause)).toBe(false)
})

test('what is taken back is a stage, one of several, or a request without stages', () => {
  for (const more of [{}, { stage: 'production' }, { stage: 'production', downTo: 'staging' }])
    expect(isCause({ kind: 'taken-back', ...more, ...command })).toBe(true)
  for (const more of [{ downTo: 'staging' }, { stage: null }, { after: 'merged' }])
    expect(isCause({ kind: 'taken-back', ...more, ...command })).toBe(false)
})

const signal = {
  kind: 'check',
  name: 'smoke',
  app: 'github-actions',
  state: 'success',
  commit: hash('a', 40),
  at: '2026-11-20T10:00:00Z',
  url: null,
}

/** A record of what became of a merge. */
function telling(signals: unknown): string {
  return recordOf({ decision: 'reached', outcome: { signals } })
}

test('a record says which stage its plan is of, and what was said of a merge', () => {
  const plan = { ...JSON.parse(recordWith([])).predicate.plan, stage: 'production' }
  expect(decodeRecord(recordOf({ plan }))?.predicate.plan?.stage).toBe('production')
  expect(readRecord(telling([signal]))?.predicate.outcome).toEqual({ signals: [signal] })
})

test.each<[string, unknown]>([
  ['none', null],
  ['of another kind', [{ ...signal, kind: 'comment' }]],
  ['with another verdict', [{ ...signal, state: 'skipped' }]],
  ['of no commit', [{ ...signal, commit: null }]],
  ['of no moment', [{ ...signal, at: '2026-11-20' }]],
  ['with one more field', [{ ...signal, text: 'ok' }]],
])('a signal that is %s is none', (_, signals) => {
  expect(readRecord(telling(signals))).toBe(null)
})
