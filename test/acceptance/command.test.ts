import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Sandbox } from '../../src/sandbox/create-sandbox.js'
import {
  appToken,
  createAcme,
  expectSchema,
  file,
  type Permissions,
  permissionsOf,
  repository,
  run,
} from './given.js'

const permissions: Permissions = { ...permissionsOf('command'), members: 'read' }

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await createAcme()
})
afterEach(() => sandbox.close())

/** Somebody comments on issue 1, and the action is woken by it. */
async function say(login: string, text: string, inputs: Record<string, string> = {}, more: Permissions = {}) {
  await sandbox.as(login).comment(repository, 1, text)
  return command(inputs, more)
}

function command(inputs: Record<string, string> = {}, more: Permissions = {}) {
  const id = sandbox.repository(repository).issue(1)?.comments.at(-1)?.id
  return run(sandbox, 'command', {
    token: appToken(sandbox, { ...permissions, ...more }),
    inputs,
    event: { issue: { number: 1 }, comment: { id } },
  })
}

test('a command of somebody the approval rules name is authorised, with all that is known, and nothing is written', async () => {
  await file(sandbox)
  const result = await say('bob', '/approve 0123456789ab')
  expect([result.exitCode, result.writes]).toEqual([0, 0])
  const names = ['state', 'reason-code', 'command', 'arguments', 'authorised', 'person', 'report']
  expect(names.map(result.output)).toEqual([
    'authorised',
    'comment/authorised',
    'approve',
    '{"prefix":"0123456789ab"}',
    'true',
    'bob',
    '',
  ])
  const details = result.json('details')
  expectSchema('command', details)
  expect(details).toMatchObject({ as: ['team:platform'], person: { login: 'bob', kind: 'user' } })
})

test.each([
  ['alice', '/approve', 'refused', 'approval/self-approval'],
  ['alice', '/withdraw', 'authorised', 'comment/authorised'],
  ['bob', '/withdraw', 'refused', 'command/not-permitted'],
  ['bob', '/reject too big', 'authorised', 'comment/authorised'],
  ['bob', '/reject', 'refused', 'command/bad-argument'],
  ['bob', '/aprove', 'refused', 'command/unknown'],
  ['alice', '/help', 'authorised', 'comment/authorised'],
  ['bob', 'Looks good.', 'none', 'comment/no-command'],
  ['bob', '> /approve', 'none', 'comment/no-command'],
])('%s writes %j: %s, %s', async (login, text, state, reason) => {
  await file(sandbox)
  const result = await say(login, text)
  expect([result.exitCode, result.output('state'), result.output('reason-code')]).toEqual([0, state, reason])
  expect(result.output('authorised')).toBe(state === 'authorised' ? 'true' : 'false')
  expectSchema('command', result.json('details'))
})

test('who is not among the approvers is refused, and told why in a report', async () => {
  await file(sandbox, { environment: 'prod' })
  const outsider = await say('alice', '/reject no', { from: 'carol' })
  expect([outsider.output('authorised'), outsider.output('reason-code')]).toEqual([
    'false',
    'command/not-permitted',
  ])
  expect(outsider.output('report')).toContain('@alice Only the people the approval rules name')
})

test('people named in the workflow count instead of the rules, on any issue', async () => {
  await sandbox.as('alice').openIssue(repository, { title: 'Not a request', body: 'Deploy, please.' })
  expect((await say('bob', '/approve')).output('reason-code')).toBe('state/no-request')
  const named = await say('bob', '/approve', { from: 'team:platform, role:admin' })
  expect([named.output('state'), named.json('details').as]).toEqual(['authorised', ['team:platform']])
  const role = await say('bob', '/approve', { from: 'role:maintain' })
  expect([role.output('state'), role.output('reason-code')]).toEqual(['refused', 'approval/not-authorised'])
})

test('an edited comment counts for nothing', async () => {
  await file(sandbox)
  await sandbox.as('bob').comment(repository, 1, 'Looks good.')
  const id = sandbox.repository(repository).issue(1)?.comments.at(-1)?.id ?? 0
  await sandbox.as('bob').editComment(repository, id, '/approve')
  const result = await command()
  expect([result.output('state'), result.output('reason-code')]).toEqual([
    'refused',
    'approval/edited-comment',
  ])
})

test('a comment that is gone holds no command', async () => {
  await file(sandbox)
  const result = await command({ comment: '987654' })
  expect([result.exitCode, result.output('state'), result.output('reason-code')]).toEqual([
    0,
    'none',
    'comment/gone',
  ])
})

test('an unrelated comment costs one read', async () => {
  await file(sandbox)
  expect((await say('bob', 'Thanks!')).reads).toBe(1)
})

test('a token that cannot see the team says that it is not known, never “no”', async () => {
  await file(sandbox, { environment: 'prod' })
  const result = await say('bob', '/approve', {}, { members: 'none' })
  expect([result.exitCode, ...['state', 'authorised', 'reason-code'].map(result.output)]).toEqual([
    0,
    'unknown',
    'unknown',
    'approval/authority-unknown',
  ])
  expect(result.output('report')).toContain('members: read')
})

test.each([
  ['contents', 'contents: read'],
  ['issues', 'issues: read'],
])('a token without %s: read fails the step, naming the permission', async (lacking, named) => {
  await file(sandbox)
  const result = await say('bob', '/approve', {}, { [lacking]: 'none' })
  expect([result.exitCode, result.output('state')]).toEqual([1, 'failed'])
  expect(result.said).toContain(`permissions: { ${named} }`)
})

test('when GitHub fails, the step fails and authorises nothing', async () => {
  await file(sandbox)
  await sandbox.as('bob').comment(repository, 1, '/approve')
  sandbox.faults.inject({ kind: 'error', status: 503, landed: false }, () => true, 100)
  const result = await command()
  expect([result.exitCode, result.output('reason-code'), result.output('authorised')]).toEqual([
    1,
    'github/unavailable',
    '',
  ])
})

test('when only the look-up of the role fails, that is unknown', async () => {
  await file(sandbox)
  await sandbox.as('bob').comment(repository, 1, '/approve')
  sandbox.faults.inject(
    { kind: 'error', status: 503, landed: false },
    ({ path }) => path.includes('/permission'),
    100,
  )
  const result = await command({ from: 'role:write' })
  expect([result.exitCode, result.output('authorised')]).toEqual([0, 'unknown'])
})

test('an event about no comment and people that are none are wrong usage', async () => {
  await file(sandbox)
  const token = appToken(sandbox, permissions)
  expect((await run(sandbox, 'command', { token })).said).toContain('about no comment')
  expect((await command({ comment: '1', from: 'team:' })).said).toContain('The input “from” has to name')
})
