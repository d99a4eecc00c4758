import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readStory } from '../src/cli/simulate/read-story.js'
import type { Sandbox } from '../src/sandbox/create-sandbox.js'
import { allowed, gone, playDisturbed, troubles } from './disturbed.js'

/** More calls than any run of these stories makes, so that the last cases run without trouble. */
const callsMax = 22
/** Stories played at the same time: they mostly wait. */
const playsAtOnce = 4

/** Longest time one of these tests may take, in milliseconds, on a machine that is busy with others. */
const patienceMs = 180_000

const required = readStory(join('test/scenarios', 'gate-required'))
const armed = readStory(join('test/scenarios', 'edited-while-auto-merge'))

/** What happens to a call, or to it and all after it. */
const disturbances: readonly (readonly [string, (sandbox: Sandbox, call: number) => void])[] = [
  ...troubles
    .slice(0, 1)
    .map(
      ([what, fault]) =>
        [what, (sandbox: Sandbox, call: number) => sandbox.faults.inject(fault, call)] as const,
    ),
  ['is the last before GitHub or the runner goes away', gone],
]

describe.each([
  [
    'where a ruleset demands the gate, the approval ends merged',
    { ...required, steps: required.steps.filter(({ does }) => does !== 'merges') },
    { ledger: ['proposed', 'approved', 'merged'], told: { gates: ['success'], waiting: [[false, false]] } },
  ],
  [
    'an edit takes gate and auto-merge back',
    { ...armed, steps: armed.steps.slice(0, 3) },
    {
      ledger: ['proposed', 'approved', 'proposed'],
      told: { gates: ['action_required'], waiting: [[false, false]] },
    },
  ],
])('%s', (_, story, end) => {
  const undisturbed = playDisturbed(story, () => {}, allowed)

  test('when nothing happens', async () => {
    expect(await undisturbed).toMatchObject({ ...end, findings: [] })
  })

  test.each(disturbances)(
    'whichever call of its run %s',
    async (_what, disturb) => {
      const calls = Array.from({ length: callsMax }, (_each, index) => index)
      for (let first = 0; first < callsMax; first += playsAtOnce) {
        const ends = calls.slice(first, first + playsAtOnce).map(async (call) => {
          const last = (sandbox: Sandbox, step: number) => {
            if (step === story.steps.length - 1) disturb(sandbox, call)
          }
          return { call, ...(await playDisturbed(story, last, allowed)) }
        })
        for (const found of await Promise.all(ends))
          expect(found).toEqual({ ...(await undisturbed), call: found.call })
      }
    },
    patienceMs,
  )
})
