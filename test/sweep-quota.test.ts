import { afterEach, expect, test } from 'vitest'
import type { Sandbox } from '../src/sandbox/create-sandbox.js'
import {
  access,
  createAccesses,
  endOfNovember,
  lists,
  listsBefore,
  recordedEnds,
  sweep,
  token,
} from './accesses.js'

/** Calls of each API within an hour; the sweep leaves 30 of them. */
const hourlyLimit = 120
const hour = 3600

let sandbox: Sandbox

afterEach(() => sandbox.close())

/** People with access to the bills, whose end has come. */
async function endsOf(count: number): Promise<void> {
  sandbox = await createAccesses({}, { hourlyLimit })
  for (let index = 0; index < count; index += 1) {
    await access(sandbox, `person-${index}`)
    sandbox.clock.advance(hour)
  }
  endOfNovember(sandbox)
}

test('a sweep stops where the calls begin that are left to the runs people wait for, says what waits, and later ones go on until all have ended', async () => {
  await endsOf(8)
  const first = await sweep(sandbox)
  expect(first).toMatchObject({
    failure: null,
    waits: expect.stringMatching(/^\d more wait for the next sweep:\*\* \d ends that have come$/),
  })
  expect(recordedEnds(sandbox).merges.length).toBeGreaterThan(0)
  let waits = first.waits
  for (let sweeps = 2; waits !== null && sweeps <= 6; sweeps += 1) {
    sandbox.clock.advance(hour)
    const next = await sweep(sandbox)
    expect(next.failure).toBeNull()
    waits = next.waits
  }
  expect(waits).toBeNull()
  expect(await lists(sandbox)).toEqual(listsBefore)
  expect(recordedEnds(sandbox).findings).toEqual([])
  sandbox.clock.advance(hour)
  expect((await sweep(sandbox)).writes).toBe(0)
})

test('where others have used up the hour but for that, nothing is looked at, and that is said', async () => {
  await endsOf(2)
  const headers = { authorization: `token ${token(sandbox)}` }
  const body = JSON.stringify({ query: '{ rateLimit { remaining } }' })
  for (let used = 0; used < 90; used += 1)
    await (await fetch(sandbox.graphqlUrl, { method: 'POST', headers, body })).text()
  expect(await sweep(sandbox)).toMatchObject({
    failure: null,
    waits: '2 more wait for the next sweep:** 2 ends that have come',
    writes: 0,
  })
})
