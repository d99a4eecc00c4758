import { defineConfig } from 'vitest/config'
import { limits, long } from './vitest.config.js'

/** What nobody should have to wait for: all of the random histories, every place of a disturbance, and the committed bundles as processes. */
export default defineConfig({
  test: {
    ...limits,
    include: [...long, 'test/acceptance/*.test.ts', 'test/core/*/*histories.test.ts'],
    env: { AT_LENGTH: 'true' },
  },
})
