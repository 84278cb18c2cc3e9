import assert from 'node:assert/strict'
import type { CaseGroup } from '../../suite/define-suite.ts'
import { skip } from '../../suite/runner.ts'
import type { StorageBench } from '../storage-bench.ts'

/** What the Storage contract promises under "sweep". */
export const sweepCases: CaseGroup<StorageBench> = {
  title: 'sweep',
  cases: {
    'finds nothing where no upload was interrupted, and leaves the objects': async (bench) => {
      await bench.putAll(['out/book.zip', 'out/book.zip~2.zip', 'out/.book.zip.part', 'out/book.zip.tmp'])
      assert.equal(await bench.storage.sweep(bench.key('out/book.zip')), 0)
      assert.equal(await bench.storage.sweep(bench.key('missing/book.zip')), 0)
      assert.equal((await bench.names('out/')).length, 4)
    },

    'removes what an interrupted upload left, and tells how much': async (bench) => {
      const leave = bench.subject.leaveLeftover?.bind(bench.subject) ?? skip('create() gives no leaveLeftover()')
      await bench.upload('out/book.zip', 'published')
      await leave(bench.key('out/book.zip'))
      assert.equal(await bench.storage.sweep(bench.key('out/book.zip')), 1)
      assert.equal(await bench.storage.sweep(bench.key('out/book.zip')), 0)
      assert.deepEqual(await bench.names('out/'), ['out/book.zip'])
      assert.equal(String(await bench.read('out/book.zip')), 'published')
    },

    'leaves the leftovers of every other key': async (bench) => {
      const leave = bench.subject.leaveLeftover?.bind(bench.subject) ?? skip('create() gives no leaveLeftover()')
      const others = ['out/book', 'out/book.zip2', 'out/book.zip~2.zip', 'out/other.zip', 'book.zip']
      const keys = others.map((name) => bench.key(name))
      for (const key of [bench.key('out/book.zip'), ...keys]) {
        await bench.upload(key.slice(bench.subject.prefix.length), 'published')
        await leave(key)
      }
      assert.equal(await bench.storage.sweep(bench.key('out/book.zip')), 1)
      for (const key of keys) assert.equal(await bench.storage.sweep(key), 1, `the leftover of ${key}`)
    },

    'leaves an interrupted upload invisible under its own key': async (bench) => {
      const leave = bench.subject.leaveLeftover?.bind(bench.subject) ?? skip('create() gives no leaveLeftover()')
      await leave(bench.key('out/book.zip'))
      assert.equal(await bench.storage.stat(bench.key('out/book.zip')), undefined)
    },
  },
}
