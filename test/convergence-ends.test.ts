import { expect, test } from 'vitest'
import type { Sandbox } from '../src/sandbox/create-sandbox.js'
import type { SeedProtection } from '../src/sandbox/seed.js'
import { repository } from './acceptance/given.js'
import {
  access,
  createAccesses,
  endOfNovember,
  lists,
  listsBefore,
  look,
  recordedEnds,
  shown,
  sweep,
} from './accesses.js'
import { atLength } from './at-length.js'

/** More writes than the sweep makes, so that the last case runs without a fault at all. */
const writesMax = 26
/** How far apart the writes are after which everything goes away: at length none is left out. */
const stride = atLength ? 1 : 5
/** Milliseconds for what is played so often. */
const timeout = 900_000

/** Three accesses whose ends have come. */
async function due(
  protection: SeedProtection = {},
): Promise<{ readonly sandbox: Sandbox; readonly issues: readonly number[] }> {
  const sandbox = await createAccesses(protection)
  const issues: number[] = []
  for (const [person, system] of [
    ['erin', 'billing'],
    ['frank', 'billing'],
    ['grace', 'search'],
  ] as const)
    issues.push(await access(sandbox, person, system))
  endOfNovember(sandbox)
  return { sandbox, issues }
}

/** Lets so many writes through, and then nothing. */
function goneAfter(sandbox: Sandbox, writes: number): void {
  let seen = 0
  sandbox.faults.inject(
    { kind: 'reset', landed: false },
    ({ kind }) => {
      if (kind === 'write') seen += 1
      return seen > writes
    },
    Number.POSITIVE_INFINITY,
  )
}

/** What can be told of the end, whatever happened on the way. */
async function end(sandbox: Sandbox, issues: readonly number[]) {
  const { ofIssue, merges, findings } = recordedEnds(sandbox)
  const again = await sweep(sandbox)
  return {
    lists: await lists(sandbox),
    branches: [...(await sandbox.repository(repository).branches()).keys()],
    open: sandbox
      .repository(repository)
      .pulls()
      .filter(({ state }) => state === 'open').length,
    ends: issues.map((issue) => ofIssue.get(issue)?.at(-1)),
    merges: merges.length,
    findings,
    shown: issues.map((issue) => shown(sandbox, issue)),
    again: [again.writes, again.failure],
  }
}

const ended = { state: 'closed', labels: ['issueops:ended'], status: '### ⌛ Access to a system: has ended' }
const together = {
  lists: listsBefore,
  branches: ['issueops/ledger', 'main'],
  open: 0,
  ends: ['merged', 'merged', 'merged'],
  merges: 1,
  findings: [],
  shown: [ended, ended, ended],
  again: [0, null],
}

test(
  'after whichever write GitHub or the runner goes away, the next sweep leads to the same end',
  async () => {
    for (let writes = 0; writes < writesMax; writes += stride) {
      const { sandbox, issues } = await due()
      try {
        goneAfter(sandbox, writes)
        await sweep(sandbox)
        sandbox.faults.clear()
        await sweep(sandbox)
        expect({ writes, ...(await end(sandbox, issues)) }).toEqual({ writes, ...together })
      } finally {
        await sandbox.close()
      }
    }
  },
  timeout,
)

/** Branches have to hold all of main, and the gate has to be open. */
const upToDate = { requiredChecks: [{ name: 'issueops / approved', app: 4242 }], upToDate: true }

test(
  'after whichever write it goes away, what is merged into one of the files meanwhile stays, and the ends still come together, where branches have to be up to date as well',
  async () => {
    const stays = `${listsBefore['access/search.yaml']}- name: henry\n  role: reader\n`
    const lists = { ...listsBefore, 'access/search.yaml': stays }
    for (let writes = 0; writes < writesMax; writes += stride) {
      const { sandbox, issues } = await due(upToDate)
      try {
        goneAfter(sandbox, writes)
        await sweep(sandbox)
        sandbox.faults.clear()
        await access(sandbox, 'henry', 'search', '2027-06-30')
        await sweep(sandbox)
        expect({ writes, ...(await end(sandbox, issues)) }).toEqual({ writes, ...together, lists })
      } finally {
        await sandbox.close()
      }
    }
  },
  timeout,
)

test(
  'whichever write is answered 502 though it landed, the next sweep leads to the same end',
  async () => {
    for (let write = 0; write < writesMax; write += stride) {
      const { sandbox, issues } = await due()
      try {
        let seen = 0
        sandbox.faults.inject({ kind: 'error', status: 502, landed: true }, ({ kind }) => {
          if (kind !== 'write') return false
          seen += 1
          return seen === write + 1
        })
        await sweep(sandbox)
        sandbox.faults.clear()
        await sweep(sandbox)
        expect({ write, ...(await end(sandbox, issues)) }).toEqual({ write, ...together })
      } finally {
        await sandbox.close()
      }
    }
  },
  timeout,
)

test('two sweeps at the same time lead to the same end as one', async () => {
  const { sandbox, issues } = await due()
  try {
    await Promise.all([sweep(sandbox), sweep(sandbox)])
    await sweep(sandbox)
    expect(await end(sandbox, issues)).toEqual(together)
  } finally {
    await sandbox.close()
  }
})

test.each([4, 8, 11, 12])(
  'whoever is put on hold after %i writes is left out, and the others end together',
  async (writes) => {
    const { sandbox, issues } = await due()
    const [first = 0, ...others] = issues
    try {
      goneAfter(sandbox, writes)
      await sweep(sandbox)
      sandbox.faults.clear()
      await sandbox.as('bob').comment(repository, first, '/hold')
      await sweep(sandbox)
      expect(shown(sandbox, first)).toMatchObject({ labels: ['issueops:held'] })
      expect(others.map((issue) => shown(sandbox, issue))).toEqual([ended, ended])
      await sandbox.as('bob').comment(repository, first, '/unhold')
      await sweep(sandbox)
      expect(await end(sandbox, issues)).toEqual({ ...together, merges: 2 })
    } finally {
      await sandbox.close()
    }
  },
)

test('whoever is left out of a merge is not taken for one of it, also where the run ended with the merge', async () => {
  const { sandbox, issues } = await due()
  const [first = 0, left = 0, other = 0] = issues
  try {
    goneAfter(sandbox, 11)
    await sweep(sandbox)
    sandbox.faults.clear()
    await sandbox.as('bob').comment(repository, left, '/hold')
    let merged = false
    const isMerge = ({ path }: { readonly path: string }) => path.endsWith('/merge')
    sandbox.faults.inject(
      { kind: 'reset', landed: true },
      (request) => {
        const isGone = merged
        merged ||= isMerge(request)
        return isGone || isMerge(request)
      },
      Number.POSITIVE_INFINITY,
    )
    await sweep(sandbox)
    sandbox.faults.clear()
    expect(await look(sandbox, left)).toMatch(/^(approved|awaiting-approval)$/)
    await sweep(sandbox)
    expect(shown(sandbox, left)).toMatchObject({ labels: ['issueops:held'] })
    expect([first, other].map((issue) => shown(sandbox, issue))).toEqual([ended, ended])
    await sandbox.as('bob').comment(repository, left, '/unhold')
    await sweep(sandbox)
    expect(await end(sandbox, issues)).toEqual({ ...together, merges: 2 })
  } finally {
    await sandbox.close()
  }
})

test(
  'fifty ends at once are one pull request, at most 20 calls for each; the one that was changed by hand stays and is told',
  async () => {
    const sandbox = await createAccesses()
    try {
      const issues: number[] = []
      for (let index = 0; index < 50; index += 1)
        issues.push(await access(sandbox, `person-${index}`, index % 10 === 9 ? 'search' : 'billing'))
      const text = (await lists(sandbox))['access/billing.yaml']
      const byHand = text.replace(/(name: person-20\n\s+role:) reader/, '$1 owner')
      await sandbox
        .as('bob')
        .pushCommit(repository, 'main', { 'access/billing.yaml': byHand }, 'More for one')
      endOfNovember(sandbox)
      const before = sandbox.repository(repository).pulls().length
      const { calls, failure } = await sweep(sandbox)
      expect(failure).toBeNull()
      expect(calls).toBeLessThanOrEqual(20 * issues.length)
      expect(sandbox.repository(repository).pulls().length - before).toBe(1)
      expect(await lists(sandbox)).toEqual({
        ...listsBefore,
        'access/billing.yaml': `${listsBefore['access/billing.yaml']}  - name: person-20\n    role: owner\n`,
      })
      const { ofIssue, merges, findings } = recordedEnds(sandbox)
      const others = issues.filter((_, index) => index !== 20)
      expect(others.map((issue) => ofIssue.get(issue)?.join(' '))).toEqual(
        others.map(() => 'begun proposed approved merged'),
      )
      expect({ merges: merges.length, findings }).toEqual({ merges: 1, findings: [] })
      expect(others.map((issue) => shown(sandbox, issue))).toEqual(others.map(() => ended))
      expect(shown(sandbox, issues[20] ?? 0)).toMatchObject({ state: 'open', labels: ['issueops:held'] })
      const again = await sweep(sandbox)
      expect([again.writes, again.failure]).toEqual([0, null])
    } finally {
      await sandbox.close()
    }
  },
  timeout,
)
