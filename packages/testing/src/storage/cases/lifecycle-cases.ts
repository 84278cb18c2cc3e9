import assert from 'node:assert/strict'
import type { CaseGroup } from '../../suite/define-suite.ts'
import { skip } from '../../suite/runner.ts'
import type { StorageBench } from '../storage-bench.ts'

/** What a storage that does not answer is said to be. */
const OUT_OF_ORDER = ['unavailable', 'timeout', 'denied', 'host_key', 'not_found'] as const

/** What the Storage contract promises under "open and close". */
export const lifecycleCases: CaseGroup<StorageBench> = {
  title: 'open and close',
  cases: {
    'opens twice without harm': async (bench) => {
      await bench.upload('book.pdf')
      await bench.storage.open()
      assert.deepEqual(await bench.names(), ['book.pdf'])
    },

    'closes twice without harm': async ({ storage }) => {
      await storage.close()
      await storage.close()
    },

    'closes without having been opened': async ({ storage }) => {
      await storage.close()
      await Promise.all([storage.close(), storage.close()])
    },

    'opens anew after it was closed, and finds what was there': async (bench) => {
      await bench.upload('book.pdf', 'content')
      await bench.storage.close()
      await bench.storage.open()
      assert.equal(String(await bench.read('book.pdf')), 'content')
    },

    'rejects instead of finding nothing where the storage cannot be reached': async (bench) => {
      const unreachable = bench.subject.unreachable?.() ?? skip('create() gives no unreachable()')
      try {
        await bench.rejects(unreachable.open(), ...OUT_OF_ORDER)
        await bench.rejects(Array.fromAsync(unreachable.list(bench.subject.prefix)), ...OUT_OF_ORDER)
        await bench.rejects(unreachable.stat(bench.key('book.pdf')), ...OUT_OF_ORDER)
        await bench.rejects(unreachable.upload(await bench.file('x'), bench.key('book.pdf')), ...OUT_OF_ORDER)
      } finally {
        await unreachable.close()
      }
    },
  },
}
