import { defineConfig } from 'vitest/config'
import { limits, long, portioned, workers } from './vitest.config.js'

/** What nobody should have to wait for: all of the random histories, every place of a disturbance, and the committed bundles as processes. */
export default defineConfig({
  test: {
    ...limits,
    ...workers,
    include: [...long, ...portioned],
    env: { AT_LENGTH: 'true' },
  },
})
