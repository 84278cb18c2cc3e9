import assert from 'node:assert/strict'
import type { CaseGroup } from '../../suite/define-suite.ts'
import type { RegistryBench } from '../registry-bench.ts'

/** What the Registry contract promises under "query, change, statistics". */
export const lookCases: CaseGroup<RegistryBench> = {
  title: 'query, change, statistics',
  cases: {
    'finds files by every condition, alone and together': async (bench) => {
      await bench.record(['A/one.pdf', 'A/two_%.pdf', 'B/three.pdf'])
      await bench.settle(await bench.claimOne({ ids: [(await bench.files())[0]?.id ?? 0] }), 'failed', {
        code: 'input',
      })
      const keys = async (query: Parameters<typeof bench.files>[0]) => (await bench.files(query)).map(({ key }) => key)
      assert.deepEqual(await keys({ publisher: 'A' }), ['A/one.pdf', 'A/two_%.pdf'])
      assert.deepEqual(await keys({ status: 'failed' }), ['A/one.pdf'])
      assert.deepEqual(await keys({ status: ['failed', 'pending'], publisher: 'B' }), ['B/three.pdf'])
      assert.deepEqual(await keys({ key: 'B/three.pdf' }), ['B/three.pdf'])
      assert.deepEqual(await keys({ code: 'input' }), ['A/one.pdf'])
      assert.deepEqual(await keys({ search: 'TWO_%' }), ['A/two_%.pdf'])
      assert.deepEqual(await keys({ search: '%' }), ['A/two_%.pdf'])
      assert.deepEqual(await keys({ order: 'newest', limit: 1 }), ['B/three.pdf'])
      assert.deepEqual(await keys({ storage: 'elsewhere' }), [])
    },

    'finds names of any script by a part of them, whatever the case': async (bench) => {
      const keys = ['A/Bücher.pdf', 'A/Περί.pdf', 'A/Book.pdf']
      await bench.record(keys)
      for (const [i, search] of ['BÜCH', 'περΊ', 'bOOK'].entries())
        assert.deepEqual(
          (await bench.files({ search })).map(({ key }) => key),
          keys.slice(i, i + 1),
        )
    },

    'goes on after a file, in either order': async (bench) => {
      for (const key of ['A/1.pdf', 'A/2.pdf', 'B/3.pdf', 'A/4.pdf']) await bench.record([key])
      const ids = async (query: Parameters<typeof bench.files>[0]) => (await bench.files(query)).map(({ id }) => id)
      const [first = 0, second = 0, third = 0, fourth = 0] = await ids({})
      assert.deepEqual(await ids({ after: second }), [third, fourth])
      assert.deepEqual(await ids({ after: third, order: 'newest', limit: 1 }), [second])
      assert.deepEqual(await ids({ after: second, publisher: 'A', order: 'newest' }), [first])
      assert.deepEqual(await ids({ after: first, publisher: 'A', search: '4', status: ['pending', 'failed'] }), [
        fourth,
      ])
      assert.deepEqual(await ids({ after: fourth }), [])
    },

    'finds and forgets files that were completed before a time': async (bench) => {
      await bench.record(['A/1.pdf', 'A/2.pdf', 'A/3.pdf'])
      const [one, two] = await bench.claim({ limit: 2 })
      assert.ok(one && two)
      await bench.settle(one, 'completed')
      await bench.subject.advance(10)
      await bench.settle(two, 'completed')
      const completedBefore = (await bench.file({ ids: [two.file.id] })).completedAt
      assert.deepEqual(
        (await bench.files({ completedBefore })).map(({ id }) => id),
        [one.file.id],
      )
      assert.equal(await bench.registry.change({ status: 'completed', completedBefore }, 'forgotten'), 1)
      assert.deepEqual((await bench.files()).map(({ key }) => key).includes(one.file.key), false)
    },

    'counts how attempts ended in a time, its beginning included and its end not': async (bench) => {
      await bench.record(['A/1.pdf', 'A/2.pdf', 'A/3.pdf', 'A/4.pdf'])
      const claims = await bench.claim({ limit: 4 })
      const [one, two, three, four] = claims
      assert.ok(one && two && three && four)
      await bench.settle(one, 'completed')
      await bench.settle(two, 'failed')
      await bench.settle(three, 'retry', { delayMs: 60_000 })
      const [ended] = await bench.registry.attempts(one.file.id)
      const from = ended?.finishedAt
      assert.ok(from)
      const zeros = { completed: 0, failed: 0, retry: 0, released: 0, lost: 0 }
      const later = new Date(from.getTime() + 60_000)
      assert.deepEqual(await bench.registry.endings(from, later), { ...zeros, completed: 1, failed: 1, retry: 1 })
      assert.deepEqual(await bench.registry.endings(new Date(0), from), zeros)
      assert.deepEqual(await bench.registry.endings(later, new Date(later.getTime() + 60_000)), zeros)
    },

    'tells the files that failed last, the newest first, and only while they are failed': async (bench) => {
      await bench.record(['A/1.pdf', 'A/2.pdf', 'A/3.pdf'])
      const claims = (await bench.claim({ limit: 3 })).toReversed()
      for (const claim of claims) {
        await bench.subject.advance(10)
        await bench.settle(claim, 'failed')
      }
      const keys = async (count: number) => (await bench.registry.lastFailures(count)).map(({ file }) => file.key)
      assert.deepEqual(await keys(2), [claims[2]?.file.key, claims[1]?.file.key])
      const [newest] = await bench.registry.lastFailures(1)
      assert.equal(newest?.attempt.stderrTail, 'tail')
      assert.equal(newest?.attempt.message, 'what was wrong')
      await bench.registry.change({ ids: [claims[2]?.file.id ?? 0] }, 'pending')
      assert.deepEqual(await keys(9), [claims[1]?.file.key, claims[0]?.file.key])
    },

    'tells a file as failed whose workers died, with the last attempt': async (bench) => {
      await bench.record(['A/1.pdf'])
      const { file } = await bench.claimOne({ maxRetries: 0 })
      await bench.leasesEnd()
      assert.deepEqual(await bench.claim({ maxRetries: 0 }), [])
      const [failure] = await bench.registry.lastFailures(9)
      assert.equal(failure?.file.id, file.id)
      assert.equal(failure?.attempt.outcome, 'lost')
    },

    'reads on safely while rows change': async (bench) => {
      await bench.record(Array.from({ length: 1_200 }, (_, i) => `A/book-${String(i).padStart(4, '0')}.pdf`))
      let count = 0
      for await (const file of bench.registry.query({})) {
        count++
        if (count % 300 === 0) await bench.registry.change({ ids: [file.id] }, 'pending')
      }
      assert.equal(count, 1_200)
    },

    'makes failed files due again, with no retries counted, but not those in work': async (bench) => {
      await bench.record(['A/a.pdf', 'B/b.pdf'])
      const [one] = await bench.claim({ limit: 2 })
      assert.ok(one)
      await bench.settle(one, 'failed')
      assert.equal(await bench.registry.change({ status: 'failed' }, 'pending'), 1)
      assert.equal((await bench.file({ ids: [one.file.id] })).retryCount, 0)
      assert.equal(await bench.registry.change({}, 'pending'), 1)
      assert.equal((await bench.files({ status: 'processing' })).length, 1)
    },

    'forgets finished files, whose versions and names stay known': async (bench) => {
      await bench.record(['A/book.pdf', 'A/waiting.pdf'])
      await bench.settle(await bench.claimOne({ ids: [(await bench.files())[0]?.id ?? 0] }), 'completed')
      assert.equal(await bench.registry.change({}, 'forgotten'), 1)
      assert.equal((await bench.record(['A/book.pdf'])).unchanged, 1)
      assert.equal((await bench.files()).length, 1)
      await bench.record(['A/book.epub'])
      assert.equal((await bench.file({ key: 'A/book.epub' })).outputKey, 'A/Output XML/book.epub.zip')
      assert.equal((await bench.record(['A/book.pdf'], {}, { version: 'v2' })).added, 1)
      assert.equal((await bench.file({ key: 'A/book.pdf' })).outputKey, 'A/Output XML/book.zip')
    },

    'never gives an id twice': async (bench) => {
      await bench.record(['A/a.pdf'])
      const { id } = await bench.file()
      await bench.settle(await bench.claimOne(), 'completed')
      await bench.registry.change({}, 'forgotten')
      await bench.record(['A/b.pdf'])
      assert.ok((await bench.file()).id > id)
    },

    'counts files by publisher and status, zeros included': async (bench) => {
      await bench.record(['A/a.pdf', 'A/b.pdf', 'B/c.pdf'])
      await bench.settle(await bench.claimOne(), 'completed')
      const { total, publishers } = await bench.registry.statistics()
      assert.deepEqual(total, { pending: 2, processing: 0, completed: 1, failed: 0, skipped: 0 })
      assert.deepEqual(
        publishers.map(({ publisher, counts }) => [publisher, counts.pending, counts.completed]),
        [
          ['A', 1, 1],
          ['B', 1, 0],
        ],
      )
    },

    'keeps everything for another handle': async (bench) => {
      await bench.record(['A/a.pdf'])
      await bench.settle(await bench.claimOne(), 'retry', { delayMs: 1_000 })
      assert.deepEqual(await bench.files({}, bench.other), await bench.files())
    },
  },
}
