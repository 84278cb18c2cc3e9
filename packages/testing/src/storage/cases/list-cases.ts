import assert from 'node:assert/strict'
import type { CaseGroup } from '../../suite/define-suite.ts'
import { skip } from '../../suite/runner.ts'
import { expectAlike } from '../expect-alike.ts'
import type { StorageBench } from '../storage-bench.ts'

/** What the Storage contract promises under "list". */
export const listCases: CaseGroup<StorageBench> = {
  title: 'list',
  cases: {
    'yields the objects and folders of one level': async (bench) => {
      await bench.putAll(['a.pdf', 'sub/b.pdf', 'sub/deep/c.pdf', 'z.pdf'])
      const entries = await bench.list()
      assert.deepEqual(
        entries.map(({ kind, key }) => `${kind} ${key}`),
        [`object ${bench.key('a.pdf')}`, `prefix ${bench.key('sub/')}`, `object ${bench.key('z.pdf')}`],
      )
      assert.deepEqual(await bench.names('sub/'), ['sub/b.pdf', 'sub/deep/'])
    },

    'enters every folder when it is recursive, and yields objects only': async (bench) => {
      await bench.putAll(['a.pdf', 'sub/b.pdf', 'sub/deep/c.pdf', 'z.pdf'])
      const entries = await bench.list('', { recursive: true })
      assert.deepEqual(
        entries.map(({ kind, key }) => `${kind} ${key}`),
        ['a.pdf', 'sub/b.pdf', 'sub/deep/c.pdf', 'z.pdf'].map((name) => `object ${bench.key(name)}`),
      )
    },

    'shows an object as stat shows it': async (bench) => {
      await bench.put('sub/book.pdf', 'some content')
      const [entry] = await bench.list('sub/')
      assert.equal(entry?.kind, 'object')
      const { kind: _, ...listed } = entry
      expectAlike(listed, await bench.stat('sub/book.pdf'))
    },

    'shows plain data that can be kept and serialised': async (bench) => {
      await bench.putAll(['book.pdf', 'sub/book.pdf'])
      const entries = await bench.list()
      assert.deepEqual(structuredClone(entries), entries)
      assert.equal(JSON.parse(JSON.stringify(entries)).length, 2)
    },

    'lists from the top with an empty prefix': async (bench) => {
      await bench.put('book.pdf')
      const top = /^\/?[^/]*\/?/.exec(bench.key('book.pdf'))?.[0]
      for await (const { key } of bench.storage.list('')) if (key === top) return
      assert.fail(`Expected ${top} among the entries at the top`)
    },

    'takes the prefix for a folder, not for the beginning of a name': async (bench) => {
      await bench.putAll(['dir/a.pdf', 'dir2/b.pdf', 'dir.pdf'])
      assert.deepEqual(await bench.names('dir/', { recursive: true }), ['dir/a.pdf'])
    },

    'yields nothing, or rejects with not_found, where nothing lies': async (bench) => {
      await bench.put('other/book.pdf')
      for (const recursive of [false, true]) {
        const entries = await bench.list('missing/', { recursive }).catch(async (error) => {
          await bench.rejects(Promise.reject(error), 'not_found')
          return []
        })
        assert.deepEqual(entries, [])
      }
    },

    'yields no folder markers, and nothing for an empty folder': async (bench) => {
      const makeFolder = bench.subject.makeFolder?.bind(bench.subject) ?? skip('create() gives no makeFolder()')
      await makeFolder(bench.key('empty/'))
      assert.deepEqual(await bench.names('empty/'), [])
      await bench.put('book.pdf')
      assert.deepEqual(await bench.names('', { recursive: true }), ['book.pdf'])
      assert.equal(await bench.storage.stat(bench.key('empty/')), undefined)
    },

    'keeps apart listings that run at the same time': async (bench) => {
      if (!bench.storage.traits.parallelList) skip('traits.parallelList is false')
      await bench.putAll(['a/1.pdf', 'a/2.pdf', 'b/1.pdf', 'b/2.pdf'])
      const listings = ['a/', 'b/', ''].map((name) => bench.names(name, { recursive: true }))
      assert.deepEqual(await Promise.all(listings), [
        ['a/1.pdf', 'a/2.pdf'],
        ['b/1.pdf', 'b/2.pdf'],
        ['a/1.pdf', 'a/2.pdf', 'b/1.pdf', 'b/2.pdf'],
      ])
    },
  },
}
