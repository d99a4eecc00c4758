import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Sandbox } from '../../src/sandbox/create-sandbox.js'
import { appToken, createAcme, file, permissionsOf, repository, run } from './given.js'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await createAcme()
  await file(sandbox)
})
afterEach(() => sandbox.close())

const comment = (inputs: Record<string, string>, token = appToken(sandbox, permissionsOf('comment'))) =>
  run(sandbox, 'comment', { token, inputs })

const comments = () => sandbox.repository(repository).issue(1)?.comments ?? []

test('a comment is written once, edited in place, and left alone when it already says this', async () => {
  const created = await comment({ marker: 'preview', body: 'A **preview**.' })
  expect([created.exitCode, created.output('state'), created.output('reason-code')]).toEqual([
    0,
    'created',
    'comment/created',
  ])
  expect(comments().map(({ body }) => body)).toEqual(['<!-- issueops:preview -->\nA **preview**.\n'])
  const updated = await comment({ marker: 'preview', body: 'Another.' })
  expect([updated.output('state'), updated.output('comment')]).toEqual(['updated', created.output('comment')])
  const again = await comment({ marker: 'preview', body: 'Another.' })
  expect([again.output('state'), again.output('comment'), again.writes]).toEqual([
    'unchanged',
    created.output('comment'),
    0,
  ])
  expect(comments()).toHaveLength(1)
})

test('another marker is another comment', async () => {
  await comment({ marker: 'one', body: 'x' })
  await comment({ marker: 'two', body: 'x' })
  expect(comments()).toHaveLength(2)
})

test('a comment of somebody else with our marker is never taken for ours', async () => {
  await sandbox.as('bob').comment(repository, 1, '<!-- issueops:note -->\nForged.')
  expect((await comment({ body: 'Ours.' })).output('state')).toBe('created')
  expect(comments().map(({ author }) => author)).toEqual(['bob', 'acme-issueops[bot]'])
  expect(comments()[0]?.body).toContain('Forged.')
})

test('of two comments that runs raced to write, the older stays', async () => {
  const token = appToken(sandbox, { issues: 'write' })
  for (const text of ['first', 'second']) {
    await fetch(`${sandbox.url}/repos/${repository}/issues/1/comments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ body: `<!-- issueops:note -->\n${text}` }),
    })
  }
  await comment({ body: 'one' }, token)
  expect(comments().map(({ body }) => body)).toEqual(['<!-- issueops:note -->\none\n'])
})

test('text of a person stands in a block that nothing in it can end', async () => {
  const text = '```\n@acme/platform fixes #1 <!-- issueops:status -->\n::set-output name=state::x\n````'
  const result = await comment({ body: 'They said:', text })
  expect(comments()[0]?.body).toBe(`<!-- issueops:note -->\nThey said:\n\n\`\`\`\`\`\n${text}\n\`\`\`\`\`\n`)
  expect([result.stdout, result.output('state')]).toEqual(['', 'created'])
})

test('a text that is too long is cut, and a body that is too long is refused with its length', async () => {
  await comment({ text: 'é'.repeat(30_000) })
  expect(comments()[0]?.body).toContain('… (10000 more characters)')
  const result = await comment({ body: 'x'.repeat(60_001) })
  expect([result.exitCode, result.output('reason-code')]).toEqual([1, 'input/invalid'])
  expect(result.said).toContain('60001 characters')
})

test.each(['', 'Status', 'a:b', '--> x'])('the marker %j is refused', async (marker) => {
  const result = await comment({ marker, body: 'x' })
  expect([result.exitCode, result.output('state')]).toEqual([1, 'failed'])
  expect(comments()).toEqual([])
})

test('nothing to say is wrong usage', async () => {
  expect((await comment({})).said).toBe('Of the inputs “body” and “text” at least one is needed.')
})

test('a token without issues: write fails the step, naming the permission and the line to add', async () => {
  const result = await comment({ body: 'x' }, appToken(sandbox, { issues: 'read' }))
  expect([result.exitCode, result.output('reason-code')]).toEqual([1, 'github/forbidden'])
  expect(result.said).toContain('permissions: { issues: write }')
})

test('a write that landed without an answer is not repeated', async () => {
  sandbox.faults.inject({ kind: 'error', status: 502, landed: true }, ({ kind }) => kind === 'write')
  expect((await comment({ body: 'x' })).output('state')).toBe('unchanged')
  expect(comments()).toHaveLength(1)
})

test('when GitHub fails, the step fails', async () => {
  sandbox.faults.inject({ kind: 'reset', landed: false }, () => true, 100)
  const result = await comment({ body: 'x' })
  expect([result.exitCode, result.output('reason-code')]).toEqual([1, 'github/unavailable'])
})
