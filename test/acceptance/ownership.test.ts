import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Sandbox } from '../../src/sandbox/create-sandbox.js'
import {
  appToken,
  body,
  createAcme,
  expectSchema,
  file,
  permissionsOf,
  type Ran,
  repository,
  run,
} from './given.js'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await createAcme({}, { forkBy: 'alice' })
})
afterEach(() => sandbox.close())

const namespace = 'clusters/dev/namespaces/payments.yaml'
const list = 'clusters/dev/kustomization.yaml'
const writing = { contents: 'write', issues: 'write', pull_requests: 'write', checks: 'write' } as const
const toolkit = () => run(sandbox, 'reconcile', { token: appToken(sandbox, { ...writing, members: 'read' }) })

/** Request #1, for the namespace `payments`, is proposed. */
async function propose(): Promise<void> {
  await file(sandbox)
  await toolkit()
}

async function mergeRequest(): Promise<void> {
  await propose()
  await sandbox.as('bob').comment(repository, 1, '/approve')
  await toolkit()
}

const text = async (path: string) => (await sandbox.repository(repository).fileAt('main', path)) ?? ''

/** Bob asks by hand for these files; null removes one. */
async function pull(files: Readonly<Record<string, string | null>>, branch = 'by-hand'): Promise<number> {
  await sandbox.as('bob').pushCommit(repository, branch, files, 'By hand')
  return sandbox.as('bob').openPull(repository, { title: 'By hand', head: branch })
}

const look = (number: number, inputs: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  run(sandbox, 'ownership', {
    token: appToken(sandbox, permissionsOf('ownership')),
    event: { pull_request: { number } },
    inputs,
  })

const told = (result: Ran) => [
  result.exitCode,
  ...['state', 'reason-code', 'count'].map(result.output),
  result.writes,
]

test('a change of what a merged request wrote is told on its line, with whose it is, and fails nothing', async () => {
  await mergeRequest()
  const result = await look(await pull({ [namespace]: (await text(namespace)).replace('"4"', '"64"') }))
  expect(told(result)).toEqual([0, 'touched', 'ownership/touched', '1', 0])
  const touched = result.json('touched')
  expectSchema('ownership', touched)
  expect(touched).toEqual({
    ok: false,
    count: 1,
    touches: [
      {
        path: namespace,
        line: 6,
        kind: 'changed',
        place: 'metadata › annotations › example.org/cpus',
        requests: [{ issue: 1, type: 'namespace', title: 'Kubernetes namespace', requester: 'alice' }],
        merged: '4',
        proposed: '64',
      },
    ],
  })
  const [annotation] = result.annotations
  expect([annotation?.level, annotation?.properties.get('file'), annotation?.properties.get('line')]).toEqual(
    ['warning', namespace, '6'],
  )
  expect(annotation?.message).toContain(
    'touches what request #1 (Kubernetes namespace, asked for by alice) owns',
  )
  expect(result.summary).toContain('#1 Kubernetes namespace, asked for by `alice` | `"4"` → `"64"`')
  expect(result.reads).toBeLessThanOrEqual(9)
})

test('it fails the step where the workflow wants that', async () => {
  await mergeRequest()
  const number = await pull({ [namespace]: (await text(namespace)).replace('"4"', '"64"') })
  const result = await look(number, { 'fail-on-touch': 'true' })
  expect(told(result)).toEqual([1, 'touched', 'ownership/touched', '1', 0])
  expect(result.annotations[0]?.level).toBe('error')
})

test('a change elsewhere in the file, or of how it is written, touches nothing', async () => {
  await mergeRequest()
  const written = (await text(list)).replace('resources:', 'namePrefix: a-\nresources:')
  const result = await look(await pull({ [list]: `# tidied\n${written}`, 'README.md': 'Hello\n' }))
  expect(told(result)).toEqual([0, 'untouched', 'ownership/untouched', '0', 0])
  expect(result.annotations).toEqual([])
})

test('an item of a list that goes is touched, and the others of the list are nobody’s', async () => {
  await mergeRequest()
  const lines = (await text(list)).replace(/.*namespaces\/search\.yaml\n/, '')
  expect(told(await look(await pull({ [list]: lines })))[1]).toBe('untouched')
  const without = lines.replace(/.*namespaces\/payments\.yaml\n/, '')
  const result = await look(await pull({ [list]: without }, 'without'))
  expect(result.json('touched').touches).toMatchObject([
    { path: list, kind: 'changed', merged: 'namespaces/payments.yaml' },
  ])
})

test('a file that is removed or moved takes all that stands in it along', async () => {
  await mergeRequest()
  const removed = await look(await pull({ [namespace]: null }))
  expect(removed.json('touched').touches).toMatchObject([{ kind: 'missing', line: null, place: null }])
  const moved = { [namespace]: null, 'clusters/dev/namespaces/pay.yaml': await text(namespace) }
  const result = await look(await pull(moved, 'moved'))
  expect(result.json('touched').touches).toMatchObject([{ path: namespace, kind: 'moved' }])
  expect(result.summary).toContain('`clusters/dev/namespaces/pay.yaml`')
})

test('what had drifted before is not of this change, and to put it right touches nothing', async () => {
  await mergeRequest()
  const owed = await text(namespace)
  const drifted = owed.replace('"4"', '"5"')
  await sandbox.as('bob').pushCommit(repository, 'main', { [namespace]: drifted }, 'Past the request')
  expect(told(await look(await pull({ [namespace]: `# a word\n${drifted}` })))[1]).toBe('untouched')
  expect(told(await look(await pull({ [namespace]: owed }, 'right')))[1]).toBe('untouched')
  const again = await look(await pull({ [namespace]: owed.replace('"4"', '"6"') }, 'again'))
  expect(again.json('touched').touches).toMatchObject([{ merged: '4', proposed: '6' }])
})

test('a branch that began before the request was merged is not blamed for what it does not have', async () => {
  await propose()
  const number = await pull({ [list]: `# tidied\n${await text(list)}` })
  await sandbox.as('bob').comment(repository, 1, '/approve')
  await toolkit()
  expect(told(await look(number))).toEqual([0, 'untouched', 'ownership/untouched', '0', 0])
})

test('a pull request of a fork is looked at with a token that only reads', async () => {
  await mergeRequest()
  const other = (await text(namespace)).replace('"4"', '"64"')
  await sandbox.as('alice').pushCommit('alice/platform', 'mine', { [namespace]: other }, 'Mine')
  const number = await sandbox.as('alice').openPull(repository, { title: 'Mine', head: 'alice:mine' })
  expect(told(await look(number))).toEqual([0, 'touched', 'ownership/touched', '1', 0])
  const old = (await sandbox.repository('alice/platform').fileAt('main', list)) ?? ''
  await sandbox.as('alice').pushCommit('alice/platform', 'old', { [list]: `# tidied\n${old}` }, 'Tidied')
  const tidied = await sandbox.as('alice').openPull(repository, { title: 'Tidied', head: 'alice:old' })
  expect(told(await look(tidied))).toEqual([0, 'untouched', 'ownership/untouched', '0', 0])
})

test('the pull request of a request is left out, and one that only has its name is not', async () => {
  await mergeRequest()
  await sandbox.as('alice').openIssue(repository, {
    title: 'Remove',
    body: body({ action: 'Remove' }),
    labels: ['request'],
  })
  const token = appToken(sandbox, { ...writing, members: 'read' })
  await run(sandbox, 'reconcile', { token, event: { issue: { number: 3 } } })
  expect(told(await look(4))).toEqual([0, 'left-out', 'ownership/own-branch', '0', 0])
  const named = await pull({ [namespace]: null }, 'issueops/1-namespace-9')
  expect(told(await look(named))[1]).toBe('touched')
})

test('names and values that look like commands of the runner or like Markdown are shown, and do nothing', async () => {
  await mergeRequest()
  const value = '::set-output name=state::untouched ##[add-mask]a | <img src=x> @alice'
  const to = 'clusters/dev/namespaces/%0A::error::x | `@alice`.yaml'
  const first = await look(await pull({ [namespace]: (await text(namespace)).replace('"4"', `"${value}"`) }))
  const second = await look(await pull({ [namespace]: null, [to]: await text(namespace) }, 'hostile'))
  for (const result of [first, second]) {
    expect(told(result)).toEqual([0, 'touched', 'ownership/touched', '1', 0])
    expect(result.stdout).not.toMatch(/^::(?:set-output|error)|##\[/m)
    expect(result.annotations).toHaveLength(1)
    const row = result.summary.split('\n').find((line) => line.includes('namespaces/payments.yaml')) ?? ''
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(5)
    expect(row.replaceAll(/(`+)[^`].*?\1/g, '')).not.toMatch(/@alice|<img/)
  }
})

test('where nothing is in force, that is said', async () => {
  const result = await look(await pull({ [list]: 'resources: []\n' }))
  expect(told(result)).toEqual([0, 'left-out', 'ownership/nothing-in-force', '0', 0])
  expect(result.summary).toContain('No request on record')
  expectSchema('ownership', result.json('touched'))
})

test('a ledger that cannot be read whole fails the step, and is not taken for an empty one', async () => {
  await mergeRequest()
  const odd = { 'issues/0000/1/9.json': '{}' }
  await sandbox.as('carol').pushCommit(repository, 'issueops/ledger', odd, 'Tidy up')
  const result = await look(await pull({ [namespace]: null }))
  expect(told(result)).toEqual([1, 'failed', 'ownership/ledger-unreadable', '0', 0])
  expect(result.said).toContain('nobody can tell what its requests own')
})

test.each([
  [{ 'ledger-repository': 'nowhere' }, 'has to be a repository'],
  [{ 'pull-request': '99' }, 'has no pull request 99'],
  [{ 'fail-on-touch': 'maybe' }, 'true or false'],
])('wrong usage is said in one sentence: %j', async (inputs: Record<string, string>, said) => {
  const result = await look(1, inputs)
  expect([result.exitCode, result.output('reason-code')]).toEqual([1, 'input/invalid'])
  expect(result.said).toContain(said)
})

test('a ledger that the token cannot see fails the step, and is not taken for an empty one', async () => {
  const result = await look(await pull({ [list]: 'resources: []\n' }), { 'ledger-repository': 'acme/hidden' })
  expect([result.exitCode, result.output('state')]).toEqual([1, 'failed'])
})
