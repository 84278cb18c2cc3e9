import assert from 'node:assert/strict'
import type { CaseGroup } from '../../suite/define-suite.ts'
import type { StorageBench } from '../storage-bench.ts'

/** Names that sort differently by UTF-16 code units, by locale, or when a folder sorts without its slash. */
const NAMES = [
  'b b.pdf',
  'b!.pdf',
  'b-.pdf',
  'b.d/x.pdf',
  'b.pdf',
  'b/x.pdf',
  'b/y/z.pdf',
  'b/y.pdf',
  'b0.pdf',
  'B.pdf',
  'a.pdf',
  'Z.pdf',
  'ä.pdf',
  'z.pdf',
  '\uff5e.pdf', // U+FF5E sorts before U+1F600 in UTF-8, after it in UTF-16
  '\u{1f600}.pdf',
  '10.pdf',
  '9.pdf',
]

/** What the Storage contract promises under "order of a listing". */
export const orderCases: CaseGroup<StorageBench> = {
  title: 'order of a listing',
  cases: {
    'is the byte order of the UTF-8 keys, a folder with its slash': async (bench) => {
      await bench.putAll(NAMES)
      const level = NAMES.map((name) => name.replace(/\/.*/, '/'))
      assert.deepEqual(await bench.names(), inByteOrder([...new Set(level)]))
    },

    'is the byte order of the whole keys when recursive': async (bench) => {
      await bench.putAll(NAMES)
      assert.deepEqual(await bench.names('', { recursive: true }), inByteOrder(NAMES))
    },
  },
}

function inByteOrder(names: readonly string[]): string[] {
  return names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}
