import { defineConfig } from 'vitest/config'

/** The contract tests download GitHub's OpenAPI description once, so they stand apart from `npm test`. */
export default defineConfig({
  test: { include: ['test/contract/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 300_000 },
})
