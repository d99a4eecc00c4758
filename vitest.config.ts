import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Tests of code without I/O. */
const pure = ['test/architecture/**', 'test/core/**', 'test/model/**']

/** Left to `npm run test:long`: what is played in many variants over HTTP, or word for word with the commands as processes. */
export const long = [
  'test/convergence*.test.ts',
  'test/adversarial.test.ts',
  'test/forged-ledger.test.ts',
  'test/merge-binding.test.ts',
  'test/reasons.test.ts',
  'test/acceptance/request.test.ts',
  'test/docs/follow.test.ts',
  'test/sweep-night.test.ts',
  'test/sweep-scale.test.ts',
  'test/sweep-swept.test.ts',
]

/** Of these `npm test` plays a portion: whoever asks `test/at-length.ts` stands here. */
export const portioned = [
  'test/{targets,rate-limits}.test.ts',
  'test/drift-convergence.test.ts',
  'test/acceptance/*.test.ts',
  'test/core/*/*histories.test.ts',
  'test/core/approval/totality.test.ts',
  'test/core/decide/stops.test.ts',
  'test/core/form/{added-headings,round-trip}.test.ts',
  'test/core/ledger/file-to-restore.test.ts',
  'test/core/ledger/file-to-take-back.test.ts',
  'test/core/manifest/{large-yaml,yaml-fuzz}.test.ts',
  'test/core/plan/{copy,invert-plan}.test.ts',
  'test/core/request-type/grammar.test.ts',
]

/** As many workers as cores. What a test opens it closes, so that none of them begins anew for each file. */
export const workers = { isolate: false, maxWorkers: availableParallelism() }

export const limits = { testTimeout: 240_000, hookTimeout: 60_000 }

export default defineConfig({
  test: {
    ...workers,
    projects: [
      {
        test: { ...limits, ...workers, name: 'pure', include: pure.map((each) => `${each}/*.test.ts`) },
      },
      {
        test: {
          ...limits,
          ...workers,
          name: 'sandbox',
          include: ['test/**/*.test.ts'],
          exclude: ['test/contract/**', 'test/act/**', ...pure, ...long],
        },
      },
    ],
  },
})
