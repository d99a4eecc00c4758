import { defineConfig } from 'vitest/config'

/** Tests of code without I/O: they leave nothing behind, so that a worker need not begin anew for each file. */
const pure = ['test/architecture/**', 'test/core/**', 'test/model/**']

/** Left to `npm run test:long`: a disturbance at every single call, and a composite action, whose steps are the committed bundles. */
export const long = ['test/convergence*.test.ts', 'test/acceptance/request.test.ts']

export const limits = { testTimeout: 240_000, hookTimeout: 60_000 }

export default defineConfig({
  test: {
    projects: [
      {
        test: { ...limits, name: 'pure', include: pure.map((each) => `${each}/*.test.ts`), isolate: false },
      },
      {
        test: {
          ...limits,
          name: 'sandbox',
          include: ['test/**/*.test.ts'],
          exclude: ['test/contract/**', 'test/act/**', ...pure, ...long],
        },
      },
    ],
  },
})
