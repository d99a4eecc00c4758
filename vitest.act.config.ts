import { defineConfig } from 'vitest/config'

/** These tests need Go once, to build the runner, and take seconds each, so they stand apart from `npm test`. */
export default defineConfig({
  test: {
    include: ['test/act/**/*.test.ts'],
    globalSetup: ['test/act/install-tools.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
