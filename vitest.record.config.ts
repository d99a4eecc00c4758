import { defineConfig } from 'vitest/config'

/** Plays what decides most, the stories and the seeded histories, and writes down every decision: `npm run record -- <folder>`. */
export default defineConfig({
  test: {
    include: [
      'test/scenarios.test.ts',
      'test/merge-binding.test.ts',
      'test/adversarial.test.ts',
      'test/core/decide/histories.test.ts',
    ],
    env: { AT_LENGTH: 'true' },
    setupFiles: ['test/recorder/record-decisions.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
  },
})
