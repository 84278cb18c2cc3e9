import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeRegistry } from '@rittdoc-batch/testing'
import { describe, test } from 'vitest'
import { FileRegistry } from '../src/index.ts'
import { HandClock } from './support/open-registry.ts'

describeRegistry({
  runner: { describe, test },
  name: 'FileRegistry on SQLite',
  async create() {
    const folder = await mkdtemp(join(tmpdir(), 'registry-conformance-'))
    const clock = new HandClock()
    const open = () => new FileRegistry({ path: join(folder, 'registry.db'), leaseMs: 60_000, clock })
    return {
      registry: open(),
      another: open,
      advance: (ms) => clock.pass(ms),
      leaseMs: 60_000,
      cleanup: () => rm(folder, { recursive: true, force: true }),
    }
  },
})
