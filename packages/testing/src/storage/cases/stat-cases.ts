import assert from 'node:assert/strict'
import type { CaseGroup } from '../../suite/define-suite.ts'
import type { StorageBench } from '../storage-bench.ts'

/** What the Storage contract promises under "stat". */
export const statCases: CaseGroup<StorageBench> = {
  title: 'stat',
  cases: {
    'tells key, size, version and time of an object': async (bench) => {
      await bench.put('sub/book.pdf', 'twelve bytes')
      const object = await bench.stat('sub/book.pdf')
      assert.equal(object.key, bench.key('sub/book.pdf'))
      assert.equal(object.sizeBytes, 12)
      assert.ok(typeof object.version === 'string' && object.version !== '')
      assert.ok(object.modifiedAt instanceof Date && !Number.isNaN(object.modifiedAt.getTime()))
      assert.equal(object.unreadable, undefined)
    },

    'returns undefined when there is no such object': async (bench) => {
      await bench.put('sub/book.pdf')
      for (const name of ['missing.pdf', 'sub/missing.pdf', 'missing/book.pdf', 'sub/book.pd', 'book.pdf']) {
        assert.equal(await bench.storage.stat(bench.key(name)), undefined, name)
      }
    },

    'returns undefined for a folder': async (bench) => {
      await bench.put('sub/deep/book.pdf')
      for (const name of ['sub', 'sub/', 'sub/deep', 'sub/deep/']) {
        assert.equal(await bench.storage.stat(bench.key(name)), undefined, name)
      }
    },

    'returns undefined for what would lie below an object': async (bench) => {
      await bench.put('book.pdf')
      assert.equal(await bench.storage.stat(bench.key('book.pdf/page')), undefined)
    },
  },
}
