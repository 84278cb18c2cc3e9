import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { isBatchError } from '@rittdoc-batch/core'
import { content, sha256 } from '../../suite/content.ts'
import type { CaseGroup } from '../../suite/define-suite.ts'
import { skip } from '../../suite/runner.ts'
import type { StorageBench } from '../storage-bench.ts'

/** How often the object is replaced while it is being read. */
const REPLACEMENTS = 6

/** What the Storage contract promises under "at the same time". */
export const concurrencyCases: CaseGroup<StorageBench> = {
  title: 'at the same time',
  cases: {
    'transfers several files, each unharmed': async (bench) => {
      const transfers = Math.min(6, bench.storage.traits.maxConcurrency)
      if (transfers < 2) skip('traits.maxConcurrency is 1')
      const names = Array.from({ length: transfers }, (_, n) => `book ${n}.zip`)
      await Promise.all(names.map((name) => bench.upload(name, content(300_000, name))))
      const read = await Promise.all(names.map((name) => bench.read(name)))
      names.forEach((name, n) => {
        assert.ok(content(300_000, name).equals(read[n] ?? Buffer.alloc(0)), name)
      })
    },

    'a reader sees the old object or the whole new one, never a part': async (bench) => {
      if (bench.storage.traits.maxConcurrency < 2) skip('traits.maxConcurrency is 1')
      const versions = [content(4_000_000, 'old'), content(5_000_000, 'new')]
      await bench.upload('book.zip', versions[0])
      const replaced = replace(bench, versions)
      await readUntil(bench, { versions, end: replaced })
      await replaced
    },

    'two uploads to one key leave one of them whole': async (bench) => {
      if (bench.storage.traits.maxConcurrency < 2) skip('traits.maxConcurrency is 1')
      const contents = [content(2_000_000, 'one'), content(1_000_000, 'two')]
      await Promise.all(contents.map((bytes) => bench.upload('book.zip', bytes)))
      const left = await bench.read('book.zip')
      assert.ok(
        contents.some((bytes) => bytes.equals(left)),
        'Expected the content of one of the two uploads',
      )
      assert.deepEqual(await bench.names(), ['book.zip'])
    },
  },
}

async function replace(bench: StorageBench, versions: readonly Buffer[]): Promise<void> {
  for (let n = 1; n <= REPLACEMENTS; n++) {
    await bench.nextVersion()
    await bench.upload('book.zip', versions[n % 2])
  }
}

async function readUntil(
  bench: StorageBench,
  { versions, end }: { versions: readonly Buffer[]; end: Promise<void> },
): Promise<void> {
  const wholes = new Map(versions.map((bytes) => [sha256(bytes), bytes.length]))
  let isOver = false
  const stop = () => {
    isOver = true
  }
  end.then(stop, stop)
  while (!isOver) {
    const object = await bench.stat('book.zip')
    assert.ok([...wholes.values()].includes(object.sizeBytes), `Expected a whole size, got ${object.sizeBytes}`)
    const target = await bench.target()
    try {
      const { sha256: told } = await bench.storage.download(object, target.path)
      assert.equal(wholes.get(told), object.sizeBytes, 'Expected the bytes of the version that was asked for')
      assert.equal(sha256(await readFile(target.path)), told)
    } catch (error) {
      if (!(isBatchError(error) && error.code === 'changed')) throw error
      assert.deepEqual(await target.left(), [])
    }
  }
}
