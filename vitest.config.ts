import { defineConfig } from 'vitest/config'

// Without the condition "module": it leads to files of the AWS SDK that only bundlers understand.
// Packages are tested from their sources (export condition "source"), never from a dist that may be stale.
export default defineConfig({
  ssr: {
    resolve: { conditions: ['source', 'node', 'development|production'], externalConditions: ['source'] },
  },
  test: {
    globalSetup: ['test-services/src/vitest-setup.ts'],
    include: ['{packages/*,scripts,examples,test-services,reliability}/test/**/*.test.ts'],
    // Most tests wait for servers and child processes: no processor is left for the parent alone.
    maxWorkers: '100%',
    // Files of tests share the modules of the packages, as the books of a service do. Loading them anew for each file takes a
    // quarter of the processor time.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
