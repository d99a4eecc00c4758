import { afterEach, expect, test } from 'vitest'
import type { Sandbox } from '../src/sandbox/create-sandbox.js'
import { repository } from './acceptance/given.js'
import {
  access,
  createAccesses,
  endOfNovember,
  lists,
  listsBefore,
  look,
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

/** The same access by another name, so that there are two request types at one target. */
async function withVisits(): Promise<void> {
  const view = sandbox.repository(repository)
  const text = async (path: string) => (await view.fileAt('main', path)) ?? ''
  const form = await text('.github/ISSUE_TEMPLATE/access.yml')
  const type = await text('.github/issueops/access.yml')
  await sandbox.as('bob').pushCommit(
    repository,
    'main',
    {
      '.github/ISSUE_TEMPLATE/visit.yml': form.replace('Who gets access?', 'Who visits?'),
      '.github/issueops/visit.yml': type
        .replace('name: access', 'name: visit')
        .replace('title: Access to a system', 'title: A visit')
        .replace('form: access.yml', 'form: visit.yml'),
    },
    'Visits',
  )
}

async function visit(person: string): Promise<number> {
  const body = `### Who visits?\n\n${person}\n\n### To which system?\n\nbilling\n\n### Until when?\n\n2026-11-30`
  const issue = await sandbox.as('alice').openIssue(repository, { title: 'Visit', body })
  expect(await look(sandbox, issue)).toBe('merged')
  return issue
}

test('an end that a lock holds is carried out with no others, of whichever type they are, and these do not wait for it', async () => {
  sandbox = await createAccesses()
  await withVisits()
  const issues = await accesses(2, 'billing')
  const visits = [await visit('vera'), await visit('vito')]
  const locking = '/lock visit ends: hold the visitors are being asked'
  await sandbox.as('bob').comment(repository, issues[0] ?? 0, locking)
  await look(sandbox, issues[0] ?? 0)
  endOfNovember(sandbox)
  expect((await sweep(sandbox)).failure).toBeNull()
  expect((await lists(sandbox))['access/billing.yaml']).toBe(
    `${listsBefore['access/billing.yaml']}  - name: vera\n    role: reader\n  - name: vito\n    role: reader\n`,
  )
  expect(issues.map((issue) => shown(sandbox, issue))).toEqual(issues.map(() => ended))
  const approved = { state: 'open', labels: ['issueops:approved'] }
  expect(visits.map((issue) => shown(sandbox, issue))).toMatchObject(visits.map(() => approved))
  await sweep(sandbox)
  const again = await sweep(sandbox)
  expect({ writes: again.writes, failure: again.failure }).toEqual({ writes: 0, failure: null })

  await sandbox.as('bob').comment(repository, issues[0] ?? 0, '/unlock visit')
  await look(sandbox, issues[0] ?? 0)
  await sweep(sandbox)
  await sweep(sandbox)
  expect(await lists(sandbox)).toEqual(listsBefore)
  expect(recordedEnds(sandbox).findings).toEqual([])
})

/** All have agreed to end together, and the run that would merge it is cut off. */
async function cutOffBeforeMerge(): Promise<void> {
  endOfNovember(sandbox)
  const isMerge = ({ method, path }: { readonly method: string; readonly path: string }) =>
    method === 'PUT' && path.endsWith('/merge')
  sandbox.faults.inject({ kind: 'reset', landed: false }, isMerge, Number.POSITIVE_INFINITY)
  await sweep(sandbox)
  sandbox.faults.clear()
  const agreed = [...recordedEnds(sandbox).ofIssue.values()]
  expect(agreed).toEqual(agreed.map(() => through.slice(0, -1)))
}

test('a lock that comes when all have agreed to end together holds its own alone', async () => {
  sandbox = await createAccesses()
  await withVisits()
  const other = await access(sandbox, 'zora', 'search', '2027-01-31')
  const issues = await accesses(2, 'billing')
  const visits = [await visit('vera'), await visit('vito')]
  await cutOffBeforeMerge()
  await sandbox.as('bob').comment(repository, other, '/lock visit ends: hold they are being asked')
  await look(sandbox, other)
  await sweep(sandbox)
  await sweep(sandbox)
  const approved = { state: 'open', labels: ['issueops:approved'] }
  expect(issues.map((issue) => shown(sandbox, issue))).toEqual(issues.map(() => ended))
  expect(visits.map((issue) => shown(sandbox, issue))).toMatchObject(visits.map(() => approved))
  expect((await lists(sandbox))['access/billing.yaml']).toBe(
    `${listsBefore['access/billing.yaml']}  - name: vera\n    role: reader\n  - name: vito\n    role: reader\n`,
  )
})

test('where those who have agreed go alone, because somebody said something there, they do not wait for each other once the first is merged', async () => {
  sandbox = await createAccesses()
  const issues = await accesses(3, 'billing')
  await cutOffBeforeMerge()
  for (const issue of issues.slice(0, 2)) {
    await sandbox.as('bob').comment(repository, issue, '/explain')
    await look(sandbox, issue)
  }
  await sweep(sandbox)
  await sweep(sandbox)
  expect(issues.map((issue) => shown(sandbox, issue))).toEqual(issues.map(() => ended))
  expect(await lists(sandbox)).toEqual(listsBefore)
  expect(recordedEnds(sandbox).findings).toEqual([])
})
