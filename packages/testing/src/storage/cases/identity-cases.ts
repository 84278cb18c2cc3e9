import assert from 'node:assert/strict'
import type { CaseGroup } from '../../suite/define-suite.ts'
import type { StorageBench } from '../storage-bench.ts'

/** What the Storage contract promises under "id, traits and locate". */
export const identityCases: CaseGroup<StorageBench> = {
  title: 'id, traits and locate',
  cases: {
    'has an id with a scheme, and without user or secret': async (bench) => {
      const { id } = bench.storage
      assert.match(id, /^[a-z][a-z0-9+.-]*:\/\//)
      assert.doesNotMatch(id, /\/\/[^/]*@/, 'Expected an id without a user')
      bench.expectNoSecret(id)
    },

    'keeps its id whatever happens': async ({ storage }) => {
      const before = storage.id
      await storage.close()
      await storage.open()
      assert.equal(storage.id, before)
    },

    'declares plain, sane traits': async ({ storage }) => {
      const { partialVisible, parallelList, maxConcurrency } = storage.traits
      assert.equal(typeof partialVisible, 'boolean')
      assert.equal(typeof parallelList, 'boolean')
      assert.ok(maxConcurrency >= 1, `Expected maxConcurrency to be 1 or more, got ${maxConcurrency}`)
      assert.ok(Number.isInteger(maxConcurrency) || maxConcurrency === Number.POSITIVE_INFINITY)
      assert.deepEqual(structuredClone(storage.traits), storage.traits)
    },

    'locates a key for people, without a connection and without a secret': async (bench) => {
      await bench.storage.close()
      const place = bench.storage.locate(bench.key('Output XML/Bücher (2).zip'))
      assert.ok(place.endsWith('Output XML/Bücher (2).zip'), `Expected the key at the end, got ${place}`)
      assert.notEqual(place, bench.storage.locate(bench.key('Output XML/other.zip')))
      bench.expectNoSecret(place)
    },
  },
}
