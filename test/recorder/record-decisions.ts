import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { serialize } from 'node:v8'
import { expect, vi } from 'vitest'
import type { FirstReading, Reading } from '../../src/core/decide/reading.js'
import type { FirstLook } from '../../src/model/snapshot.js'

/**
 * Stands between the tests and the core, and writes each look that is decided or asked about into the folder `RECORDING` names, once:
 * a 4-byte length and what `serialize` of node:v8 makes of it, one file for each test file. What is concluded from it is not recorded here but
 * computed by `scripts/replay.mjs`, from the very same bytes with the code before and after.
 */
const folder = process.env.RECORDING
if (folder === undefined) throw new Error('RECORDING has to name a folder')
mkdirSync(folder, { recursive: true })
const seen = new Set<string>()
/** Of the snapshots of random histories one in so many is kept: there are more than a hundred thousand. */
const keptOfHistories = 20
let met = 0

function record(snapshot: FirstLook): void {
  const path = expect.getState().testPath ?? 'unknown'
  const histories = path.endsWith('histories.test.ts')
  met += 1
  if (histories && met % keptOfHistories !== 0) return
  const bytes = serialize(snapshot)
  const digest = createHash('sha256').update(bytes).digest('hex')
  if (seen.has(digest)) return
  seen.add(digest)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  const name = path.slice(path.lastIndexOf('/') + 1).replace('.test.ts', '.snapshots')
  appendFileSync(join(folder ?? '', name), Buffer.concat([length, bytes]))
}

vi.mock('../../src/core/decide/decide.js', async (original) => {
  const { decide } = await original<typeof import('../../src/core/decide/decide.js')>()
  return {
    decide: (reading: FirstReading) => {
      record(reading.snapshot)
      return decide(reading)
    },
  }
})

vi.mock('../../src/core/decide/needs.js', async (original) => {
  const { needs, furtherNeeds, ...rest } = await original<typeof import('../../src/core/decide/needs.js')>()
  return {
    ...rest,
    needs: (reading: FirstReading) => {
      record(reading.snapshot)
      return needs(reading)
    },
    furtherNeeds: (reading: Reading) => {
      record(reading.snapshot)
      return furtherNeeds(reading)
    },
  }
})
