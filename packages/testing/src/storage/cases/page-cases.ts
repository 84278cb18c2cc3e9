import assert from 'node:assert/strict'
import type { CaseGroup } from '../../suite/define-suite.ts'
import type { StorageBench } from '../storage-bench.ts'

/** What the Storage contract promises under "pages of a listing". */
export const pageCases: CaseGroup<StorageBench> = {
  title: 'pages of a listing',
  cases: {
    'give every entry once and in order, and are asked for only as the reader comes to them': async (bench) => {
      // One page may be fetched ahead. What is removed before the page after that is reached must not be yielded.
      const between = numbered('m/', 2 * (bench.subject.pageSize ?? 1_000) + 50)
      await bench.putAll(['a/first.pdf', ...between, 'z/last.pdf'])
      const seen: string[] = []
      for await (const { key } of bench.storage.list(bench.subject.prefix, { recursive: true })) {
        if (seen.length === 0) await bench.storage.remove(bench.key('z/last.pdf'))
        seen.push(key.slice(bench.subject.prefix.length))
      }
      assert.deepEqual(seen, ['a/first.pdf', ...between])
    },

    'end where the reader stops': async (bench) => {
      await bench.putAll(['a/1.pdf', 'b/2.pdf', 'c/3.pdf'])
      const iterator = bench.storage.list(bench.subject.prefix, { recursive: true })[Symbol.asyncIterator]()
      const first = await iterator.next()
      assert.equal(first.value?.key, bench.key('a/1.pdf'))
      await iterator.return?.()
      assert.equal((await iterator.next()).done, true)
      assert.equal((await bench.names('', { recursive: true })).length, 3)
    },
  },
}

function numbered(start: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${start}${String(n).padStart(6, '0')}.pdf`)
}
