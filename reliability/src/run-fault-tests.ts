import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FILES = [
  'faults-s3',
  'faults-sftp',
  'disk-full',
  'database',
  'clock',
  'nasty-converters',
  'shutdown',
  'hung-storage',
  'many-processes',
  'several-machines',
]

/**
 * Runs the tests of faults with every case of their tables, and those of several processes and machines with many books.
 * @returns whether all of them passed
 */
export function runFaultTests(): boolean {
  const files = FILES.map((name) => `reliability/test/${name}.test.ts`)
  const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...files], {
    cwd: ROOT,
    env: { RITTDOC_CLUSTER_BOOKS: '2000', RITTDOC_CROWD_BOOKS: '500', ...process.env, RITTDOC_FAULTS: 'all' },
    stdio: 'inherit',
  })
  return status === 0
}
