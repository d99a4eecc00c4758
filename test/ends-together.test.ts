import { afterEach, expect, test } from 'vitest'
import type { Sandbox } from '../src/sandbox/create-sandbox.js'
import { repository } from './acceptance/given.js'
import {
  access,
  createAccesses,
  endOfNovember,
  lists,
  listsBefore,
  mergedByHand,
  recordedEnds,
  shown,
  sweep,
} from './accesses.js'

let sandbox: Sandbox

afterEach(() => sandbox.close())

const ended = { state: 'closed', labels: ['issueops:ended'], status: '### ⌛ Access to a system: has ended' }
const through = ['begun', 'proposed', 'approved', 'merged']

async function accesses(count: number, system: string): Promise<number[]> {
  const issues: number[] = []
  for (let index = 0; index < count; index += 1) issues.push(await access(sandbox, `person-${index}`, system))
  return issues
}

test('ends that come together are one pull request and one merge, recorded and shown for each; the next sweep writes nothing', async () => {
  sandbox = await createAccesses()
  const issues = [...(await accesses(3, 'billing')), ...(await accesses(2, 'search'))]
  const before = sandbox.repository(repository).pulls().length
  const commits = (await sandbox.repository(repository).log('main')).length
  endOfNovember(sandbox)
  const ran = await sweep(sandbox)
  expect(ran.failure).toBeNull()
  expect(await lists(sandbox)).toEqual(listsBefore)
  expect(sandbox.repository(repository).pulls().length - before).toBe(1)
  expect((await sandbox.repository(repository).log('main')).length - commits).toBe(1)
  const { ofIssue, merges, findings } = recordedEnds(sandbox)
  expect(findings).toEqual([])
  expect([...ofIssue]).toEqual(issues.map((issue) => [issue, through]))
  expect(merges).toHaveLength(1)
  expect(issues.map((issue) => shown(sandbox, issue))).toEqual(issues.map(() => ended))
  expect([...(await sandbox.repository(repository).branches()).keys()]).toEqual(['issueops/ledger', 'main'])
  // Whether anything has drifted is told by the ledger as it is by then, which takes three.
  expect(ran.calls).toBeLessThanOrEqual(22 + 3 + 20 * issues.length)
  const again = await sweep(sandbox)
  expect({ writes: again.writes, failure: again.failure }).toEqual({ writes: 0, failure: null })
})

test('what cannot go with others goes its own way and says so: changed by hand, put on hold; the others end together', async () => {
  sandbox = await createAccesses()
  const issues = await accesses(5, 'billing')
  const [held = 0, changed = 0, ...others] = issues
  const text = (await lists(sandbox))['access/billing.yaml'].replace(
    /(name: person-1\n\s+role:) reader/,
    '$1 owner',
  )
  await sandbox.as('bob').pushCommit(repository, 'main', { 'access/billing.yaml': text }, 'More for one')
  endOfNovember(sandbox)
  await sandbox.as('bob').comment(repository, held, '/hold')
  const before = sandbox.repository(repository).pulls().length
  await sweep(sandbox)
  expect(others.map((issue) => shown(sandbox, issue))).toEqual(others.map(() => ended))
  expect([held, changed].map((issue) => shown(sandbox, issue))).toEqual([
    { state: 'open', labels: ['issueops:held'], status: '### ⏸️ Access to a system (its end): on hold' },
    { state: 'open', labels: ['issueops:held'], status: '### ⏸️ Access to a system (its end): on hold' },
  ])
  expect(recordedEnds(sandbox).merges).toHaveLength(1)
  expect(sandbox.repository(repository).pulls().length - before).toBe(2)
  expect((await lists(sandbox))['access/billing.yaml']).toBe(
    `${listsBefore['access/billing.yaml']}  - name: person-0\n    role: reader\n  - name: person-1\n    role: owner\n`,
  )
})

test('what somebody else has merged in the same file is on record before anything of it ends, and then they end together', async () => {
  sandbox = await createAccesses()
  const issues = await accesses(2, 'billing')
  const other = await mergedByHand(sandbox, 'billing', '2027-01-31')
  endOfNovember(sandbox)
  const { failure } = await sweep(sandbox)
  expect(failure).toBeNull()
  expect(await lists(sandbox)).toEqual({
    ...listsBefore,
    'access/billing.yaml': `${listsBefore['access/billing.yaml']}  - name: root\n    role: reader\n`,
  })
  const { merges } = recordedEnds(sandbox)
  expect(merges).toHaveLength(1)
  expect(issues.map((issue) => shown(sandbox, issue))).toEqual(issues.map(() => ended))
  expect(shown(sandbox, other)).toMatchObject({ state: 'closed' })
  expect((await sweep(sandbox)).writes).toBe(0)
})

test('what somebody else has merged in the same file, and nobody can record, holds what would end there', async () => {
  sandbox = await createAccesses()
  const issues = await accesses(2, 'billing')
  const other = await mergedByHand(sandbox, 'billing', '2027-01-31')
  await sandbox.as('bob').deleteIssue(repository, other)
  const before = await lists(sandbox)
  endOfNovember(sandbox)
  expect((await sweep(sandbox)).failure).toBeNull()
  expect(await lists(sandbox)).toEqual(before)
  expect(issues.map((issue) => shown(sandbox, issue).labels)).toEqual(issues.map(() => ['issueops:held']))
  const again = await sweep(sandbox)
  expect({ writes: again.writes, failure: again.failure }).toEqual({ writes: 0, failure: null })
})

test('what a sweep that was cut off had merged is on record before anything else ends in the same file, and that goes together as well', async () => {
  sandbox = await createAccesses()
  const issues = await accesses(3, 'billing')
  for (const person of ['erin', 'frank']) issues.push(await access(sandbox, person, 'billing', '2026-12-03'))
  endOfNovember(sandbox)
  let merged = false
  sandbox.faults.inject(
    { kind: 'reset', landed: true },
    ({ path }) => {
      const isGone = merged
      merged ||= path.endsWith('/merge')
      return isGone || merged
    },
    Number.POSITIVE_INFINITY,
  )
  await sweep(sandbox)
  sandbox.faults.clear()
  sandbox.clock.advance(7 * 24 * 3600)
  const before = sandbox.repository(repository).pulls().length
  expect((await sweep(sandbox)).failure).toBeNull()
  expect(await lists(sandbox)).toEqual(listsBefore)
  expect(sandbox.repository(repository).pulls().length - before).toBe(1)
  const { merges, findings } = recordedEnds(sandbox)
  expect({ merges: merges.length, findings }).toEqual({ merges: 2, findings: [] })
  expect(issues.map((issue) => shown(sandbox, issue))).toEqual(issues.map(() => ended))
  expect((await sweep(sandbox)).writes).toBe(0)
})

test('where a rule demands the gate and a branch that is up to date, they end together all the same', async () => {
  sandbox = await createAccesses({
    requiredChecks: [{ name: 'issueops / approved', app: 4242 }],
    upToDate: true,
  })
  const issues = await accesses(2, 'billing')
  endOfNovember(sandbox)
  expect((await sweep(sandbox)).failure).toBeNull()
  expect(issues.map((issue) => shown(sandbox, issue))).toEqual(issues.map(() => ended))
  expect(recordedEnds(sandbox)).toMatchObject({ merges: [expect.any(String)], findings: [] })
})
