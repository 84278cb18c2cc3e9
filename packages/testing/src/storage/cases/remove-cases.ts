import assert from 'node:assert/strict'
import type { CaseGroup } from '../../suite/define-suite.ts'
import type { StorageBench } from '../storage-bench.ts'

/** What the Storage contract promises under "remove". */
export const removeCases: CaseGroup<StorageBench> = {
  title: 'remove',
  cases: {
    'removes exactly the object': async (bench) => {
      await bench.putAll(['book.pdf', 'book.pdf.zip', 'sub/book.pdf'])
      await bench.storage.remove(bench.key('book.pdf'))
      assert.equal(await bench.storage.stat(bench.key('book.pdf')), undefined)
      assert.deepEqual(await bench.names('', { recursive: true }), ['book.pdf.zip', 'sub/book.pdf'])
    },

    'takes a missing object for removed': async (bench) => {
      await bench.put('book.pdf')
      await bench.storage.remove(bench.key('book.pdf'))
      await bench.storage.remove(bench.key('book.pdf'))
      await bench.storage.remove(bench.key('missing/book.pdf'))
    },
  },
}
