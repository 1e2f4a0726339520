import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'web/dist/**'],
    environment: 'node',
    pool: 'forks',
    // Much of the time is spent waiting for real servers: one file to each core would leave them idle.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    setupFiles: ['test/support/wait-patiently.ts'],
    globalSetup: ['test/support/global-setup.ts'],
  },
})
