import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/contract/**', 'test/act/**'],
    testTimeout: 240_000,
    hookTimeout: 60_000,
  },
})
