import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { content, sha256 } from '../../suite/content.ts'
import type { CaseGroup } from '../../suite/define-suite.ts'
import type { StorageBench } from '../storage-bench.ts'

/** What the Storage contract promises under "download". */
export const downloadCases: CaseGroup<StorageBench> = {
  title: 'download',
  cases: {
    'writes the content and returns its SHA-256': async (bench) => {
      await bench.put('book.pdf', 'some content')
      const target = await bench.target()
      const result = await bench.storage.download(await bench.stat('book.pdf'), target.path)
      assert.equal(String(await readFile(target.path)), 'some content')
      assert.equal(result.sha256, sha256('some content'))
      assert.deepEqual(await target.left(), ['book.pdf'])
    },

    'writes an empty file for an empty object': async (bench) => {
      await bench.put('empty.pdf', '')
      const target = await bench.target()
      const object = await bench.stat('empty.pdf')
      assert.equal(object.sizeBytes, 0)
      const result = await bench.storage.download(object, target.path)
      assert.equal((await readFile(target.path)).length, 0)
      assert.equal(result.sha256, sha256(''))
    },

    'brings large content through unchanged': async (bench) => {
      const bytes = content(bench.subject.largeSizeBytes ?? 6 * 1024 * 1024 + 1)
      await bench.put('large.pdf', bytes)
      const target = await bench.target()
      const result = await bench.storage.download(await bench.stat('large.pdf'), target.path)
      assert.ok(bytes.equals(await readFile(target.path)), 'Expected the same bytes')
      assert.equal(result.sha256, sha256(bytes))
    },

    'takes the version that a listing showed': async (bench) => {
      await bench.put('book.pdf', 'some content')
      const [entry] = await bench.list()
      assert.equal(entry?.kind, 'object')
      const { key, sizeBytes, version } = entry
      const target = await bench.target()
      await bench.storage.download({ key, sizeBytes, version }, target.path)
      assert.equal(String(await readFile(target.path)), 'some content')
    },

    'rejects with changed, and leaves no file, when another version stands there': async (bench) => {
      await bench.put('book.pdf', 'old content')
      const old = await bench.stat('book.pdf')
      await bench.nextVersion()
      await bench.put('book.pdf', 'new content of another size')
      await expectNothing(bench, old, 'changed')
    },

    'rejects with changed when other content of the same size stands there': async (bench) => {
      await bench.put('book.pdf', 'content 1')
      const old = await bench.stat('book.pdf')
      await bench.nextVersion()
      await bench.put('book.pdf', 'content 2')
      await expectNothing(bench, old, 'changed')
    },

    'rejects with not_found, and leaves no file, when the object is gone': async (bench) => {
      await bench.put('book.pdf', 'content')
      const old = await bench.stat('book.pdf')
      await bench.storage.remove(bench.key('book.pdf'))
      await expectNothing(bench, old, 'not_found')
    },

    'rejects with not_found for a key under which only others lie': async (bench) => {
      await bench.put('sub/book.pdf', 'content')
      const inside = await bench.stat('sub/book.pdf')
      await expectNothing(bench, { ...inside, key: bench.key('sub') }, 'not_found')
    },

    'rejects with a StorageError when the file cannot be written': async (bench) => {
      await bench.put('book.pdf', 'content')
      const target = await bench.target()
      const call = bench.storage.download(await bench.stat('book.pdf'), `${target.path}/missing/book.pdf`)
      await bench.rejects(call, 'not_found', 'denied', 'unknown')
      assert.deepEqual(await target.left(), [])
    },
  },
}

async function expectNothing(
  bench: StorageBench,
  object: Awaited<ReturnType<StorageBench['stat']>>,
  code: 'changed' | 'not_found',
): Promise<void> {
  const target = await bench.target()
  await bench.rejects(bench.storage.download(object, target.path), code)
  assert.deepEqual(await target.left(), [])
}
