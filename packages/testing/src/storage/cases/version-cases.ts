import assert from 'node:assert/strict'
import type { CaseGroup } from '../../suite/define-suite.ts'
import type { StorageBench } from '../storage-bench.ts'

/** What the Storage contract promises under "version". */
export const versionCases: CaseGroup<StorageBench> = {
  title: 'version',
  cases: {
    'changes with the content, at the same size too': async (bench) => {
      const versions = new Set<string>()
      for (const text of ['content 1', 'content 2', 'longer content']) {
        await bench.put('book.pdf', text)
        versions.add((await bench.stat('book.pdf')).version)
        await bench.nextVersion()
      }
      assert.equal(versions.size, 3)
    },

    'stays as long as the content does': async (bench) => {
      await bench.put('book.pdf', 'content')
      const { version } = await bench.stat('book.pdf')
      await bench.put('other.pdf', 'other')
      await bench.read('book.pdf')
      assert.equal((await bench.stat('book.pdf')).version, version)
      await bench.storage.close()
      await bench.storage.open()
      assert.equal((await bench.stat('book.pdf')).version, version)
      const [entry] = await bench.list()
      assert.ok(entry?.kind === 'object' && entry.version === version)
    },
  },
}
