import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { call, file } from './output.js'

const given = 'test/scenarios/target-elsewhere/given'
const values = [
  ['What should happen?', 'Create'],
  ['Name', 'payments'],
  ['Environment', 'dev'],
  ['CPUs', '4'],
  ['Why do you need it?', '_No response_'],
]
const body = values.map(([label, value]) => `### ${label}\n\n${value}`).join('\n\n')

let target: string
beforeEach(() => {
  target = mkdtempSync(join(tmpdir(), 'issueops-target-'))
  cpSync(`${given}/target`, target, { recursive: true })
})
afterEach(() => rmSync(target, { recursive: true, force: true }))

test('plan reads the request type in one checkout and the manifests in another, and writes there alone', async () => {
  const repository = ['--repo', `${given}/repository`, '--body', file('body.md', body)]
  const { code, out } = await call('plan', ...repository, '--target', target, '--write', '--json')
  const { files } = JSON.parse(out)
  expect([code, files.map(({ path, change }: { path: string; change: string }) => [path, change])]).toEqual([
    0,
    [
      ['clusters/dev/kustomization.yaml', 'update'],
      ['clusters/dev/namespaces/payments.yaml', 'create'],
    ],
  ])
  expect(readFileSync(join(target, 'clusters/dev/kustomization.yaml'), 'utf8')).toContain(
    'namespaces/payments.yaml',
  )
  expect((await call('plan', ...repository)).code).toBe(1)
})

test('plan says when a request ends, to people before the diff and to programs beside the files', async () => {
  const until = '### Who gets access?\n\nmona\n\n### Until when?\n\n2026-12-31\n'
  const repository = [
    '--repo',
    'test/scenarios/end-passed/given/repository',
    '--body',
    file('until.md', until),
  ]
  expect((await call('plan', ...repository)).out.split('\n').slice(0, 2)).toEqual([
    'Ends: 2026-12-31T23:00:00Z',
    '--- a/access/billing.yaml',
  ])
  expect(JSON.parse((await call('plan', ...repository, '--json')).out)).toMatchObject({
    ok: true,
    end: { kind: 'at', at: '2026-12-31T23:00:00Z' },
  })
})
