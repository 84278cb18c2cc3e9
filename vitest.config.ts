import { defineConfig } from 'vitest/config'

// Packages are tested from their sources (export condition "source"), never from a dist that may be stale.
export default defineConfig({
  resolve: { conditions: ['source', 'node', 'import', 'module', 'default'] },
  ssr: {
    resolve: { conditions: ['source', 'node', 'import', 'module', 'default'], externalConditions: ['source', 'node'] },
  },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'scripts/test/**/*.test.ts', 'examples/test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
