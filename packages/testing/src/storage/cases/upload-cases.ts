import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { content } from '../../suite/content.ts'
import type { CaseGroup } from '../../suite/define-suite.ts'
import { expectAlike } from '../expect-alike.ts'
import type { StorageBench } from '../storage-bench.ts'

/** What the Storage contract promises under "upload". */
export const uploadCases: CaseGroup<StorageBench> = {
  title: 'upload',
  cases: {
    'puts a file and returns what stat tells of it': async (bench) => {
      const uploaded = await bench.upload('book.zip', 'some content')
      assert.equal(uploaded.key, bench.key('book.zip'))
      assert.equal(uploaded.sizeBytes, 12)
      expectAlike(uploaded, await bench.stat('book.zip'))
      assert.equal(String(await bench.read('book.zip')), 'some content')
    },

    'leaves the local file as it was': async (bench) => {
      const file = await bench.file('some content')
      await bench.storage.upload(file, bench.key('book.zip'))
      assert.equal(String(await readFile(file)), 'some content')
    },

    'makes the folders that are needed': async (bench) => {
      await bench.upload('a/b/c d/book.zip', 'deep')
      assert.equal(String(await bench.read('a/b/c d/book.zip')), 'deep')
    },

    'puts an empty file': async (bench) => {
      assert.equal((await bench.upload('empty.zip', '')).sizeBytes, 0)
      assert.equal((await bench.read('empty.zip')).length, 0)
    },

    'puts large content unchanged': async (bench) => {
      const bytes = content(bench.subject.largeSizeBytes ?? 6 * 1024 * 1024 + 1)
      const uploaded = await bench.upload('large.zip', bytes)
      assert.equal(uploaded.sizeBytes, bytes.length)
      assert.ok(bytes.equals(await bench.read('large.zip')), 'Expected the same bytes')
    },

    'replaces what stands at the key, longer or shorter': async (bench) => {
      for (const text of ['first', 'the second, longer one', '3rd']) {
        expectAlike(await bench.upload('book.zip', text), await bench.stat('book.zip'))
        assert.equal(String(await bench.read('book.zip')), text)
      }
      assert.deepEqual(await bench.names(), ['book.zip'])
    },

    'leaves nothing beside the object': async (bench) => {
      await bench.upload('out/book.zip', 'content')
      await bench.upload('out/book.zip', 'content again')
      assert.deepEqual(await bench.names('', { recursive: true }), ['out/book.zip'])
    },

    'rejects, and changes nothing, when the local file is missing': async (bench) => {
      await bench.upload('book.zip', 'before')
      const missing = `${await bench.file('x')}-missing`
      await bench.rejects(bench.storage.upload(missing, bench.key('book.zip')), 'not_found', 'unknown')
      await bench.rejects(bench.storage.upload(missing, bench.key('new.zip')), 'not_found', 'unknown')
      assert.equal(String(await bench.read('book.zip')), 'before')
      assert.deepEqual(await bench.names(), ['book.zip'])
    },

    'leaves alone what lies in a folder of the same name': async (bench) => {
      await bench.upload('book.zip/inside.pdf', 'inside')
      await bench.upload('book.zip', 'outside').then(
        async () => assert.equal(String(await bench.read('book.zip')), 'outside'),
        (error) => bench.rejects(Promise.reject(error), 'exists', 'unsupported'),
      )
      assert.equal(String(await bench.read('book.zip/inside.pdf')), 'inside')
    },
  },
}
