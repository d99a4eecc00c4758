import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LedgerRecord } from '../../src/model/record.js'
import { asked, life, promoted, takenBack } from '../core/ledger/staged.js'
import { ledgerClone } from './ledger-clone.js'
import { call } from './output.js'

let clone: ReturnType<typeof ledgerClone>
beforeEach(() => {
  clone = ledgerClone()
})
afterEach(() => clone.remove())

const staging = { cause: asked, stage: 'staging' } as const
const production = { cause: promoted('production'), stage: 'production' } as const

/** What is told of undoing request 42 by a ledger with these records. */
async function undo(records: readonly LedgerRecord[], ...more: readonly string[]) {
  clone.ledgerAt('refs/heads/issueops/ledger', records)
  const { code, out, err } = await call('undo', '--issue', '42', '--repo', clone.folder, ...more)
  return [code, `${out}${err}`.split('\n')[0]]
}

const lastFirst =
  'Stages are undone from the last one down, and in force are: staging, production. Begin with --stage production.'

test('of several stages in force the last one is undone first, and it is named', async () => {
  expect(await undo(life(staging, production))).toEqual([2, lastFirst])
  expect(await undo(life(staging, production), '--stage', 'staging')).toEqual([2, lastFirst])
})

test('only a stage in force is undone', async () => {
  expect(await undo(life(staging), '--stage', 'production')).toEqual([
    2,
    'The stage production cannot be undone: in force are: staging.',
  ])
  const gone = life(staging, { cause: takenBack('staging') })
  expect(await undo(gone, '--stage', 'staging')).toEqual([
    2,
    'The stage staging cannot be undone: nothing of it is in force.',
  ])
  expect(await undo(gone)).toEqual([0, 'Undone already: nothing to change.'])
})

test('where one stage is in force it needs no name, and its merge is looked up', async () => {
  const merge = '0000000000000000000000000000000000000095'
  const missing = [2, expect.stringContaining(`has no commit ${merge}.`)]
  expect(await undo(life(staging))).toEqual(missing)
  expect(await undo(life(staging), '--stage', 'staging')).toEqual(missing)
  expect(await undo(life(staging, production), '--stage', 'production')).toEqual(missing)
})

test('a stage is one of a request', async () => {
  const { code, err } = await call(
    'undo',
    '--plan',
    'plan.json',
    '--stage',
    'staging',
    '--repo',
    clone.folder,
  )
  expect([code, err.split('\n')[0]]).toEqual([2, '--stage is one of a request: give --issue as well.'])
})
