import { defineConfig } from 'vitest/config'

// Packages are tested from their sources (export condition "source"), never from a dist that may be stale.
export default defineConfig({
  ssr: {
    resolve: { conditions: ['source', 'module', 'node', 'development|production'], externalConditions: ['source'] },
  },
  test: {
    include: ['{packages/*,scripts,examples,test-services}/test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
