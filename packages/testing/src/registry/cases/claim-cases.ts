import assert from 'node:assert/strict'
import type { CaseGroup } from '../../suite/define-suite.ts'
import type { RegistryBench } from '../registry-bench.ts'

const many = (publisher: string, count: number) => Array.from({ length: count }, (_, i) => `${publisher}/book-${i}.pdf`)

/** What the Registry contract promises under "claim". */
export const claimCases: CaseGroup<RegistryBench> = {
  title: 'claim',
  cases: {
    'hands out at most as many as asked for, each to one only': async (bench) => {
      await bench.record(many('A', 5))
      const ours = await bench.claim({ limit: 3 })
      const theirs = await bench.claim({ limit: 9, owner: 'elsewhere/boot/namespace/2/2/b' }, bench.other)
      assert.deepEqual([ours.length, theirs.length], [3, 2])
      assert.equal(new Set([...ours, ...theirs].map(({ file }) => file.id)).size, 5)
      assert.equal(new Set([...ours, ...theirs].map(({ fence }) => fence)).size, 5)
    },

    'hands every file to one of two claimers that ask at the same time': async (bench) => {
      await bench.record(many('A', 60))
      const taken: number[] = []
      const take = async (registry = bench.registry) => {
        for (
          let claims = await bench.claim({ limit: 3 }, registry);
          claims.length > 0;
          claims = await bench.claim({ limit: 3 }, registry)
        ) {
          taken.push(...claims.map(({ file }) => file.id))
        }
      }
      await Promise.all([take(), take(bench.other), take(), take(bench.other)])
      assert.equal(taken.length, 60)
      assert.equal(new Set(taken).size, 60)
    },

    'shows a claimed file as processing, with its first attempt running': async (bench) => {
      await bench.record(['A/a.pdf'])
      const claim = await bench.claimOne()
      assert.deepEqual([claim.attempt, claim.recovered, claim.leaseMs], [1, false, bench.subject.leaseMs])
      assert.equal((await bench.file()).status, 'processing')
      const [attempt] = await bench.registry.attempts(claim.file.id)
      assert.deepEqual(
        [attempt?.outcome, attempt?.converter, attempt?.version, attempt?.phase],
        ['running', 'none@1', 'v1', 'claimed'],
      )
    },

    'hands out only files of the storage, and only those that are named': async (bench) => {
      await bench.record(['A/a.pdf', 'A/b.pdf'])
      await bench.record(['A/c.pdf'], {}, { storage: 'test://others' })
      const [, second] = await bench.files()
      const claims = await bench.claim({ limit: 9, ids: [second?.id ?? 0] })
      assert.deepEqual(
        claims.map(({ file }) => file.key),
        ['A/b.pdf'],
      )
    },

    'serves every one of 200 publishers within 400 claims, though one has nine tenths of the files': async (bench) => {
      await bench.record(many('Huge', 1_800))
      await bench.registry.record(Array.from({ length: 200 }, (_, i) => bench.seen(`P${i % 199}/book-${i}.pdf`)))
      const served = new Set<string>()
      for (let claims = 0; claims < 400; ) {
        for (const claim of await bench.claim({ limit: 4 })) {
          claims++
          served.add(claim.file.publisher)
          await bench.settle(claim, 'completed')
        }
      }
      assert.equal(served.size, 200)
    },

    'passes over paused publishers until they are resumed': async (bench) => {
      await bench.record(['A/a.pdf', 'B/b.pdf'])
      await bench.registry.pausePublisher('A')
      assert.deepEqual(
        (await bench.claim({ limit: 9 })).map(({ file }) => file.publisher),
        ['B'],
      )
      const { publishers } = await bench.registry.statistics()
      assert.deepEqual(
        publishers.map(({ publisher, paused }) => [publisher, paused]),
        [
          ['A', true],
          ['B', false],
        ],
      )
      await bench.registry.resumePublisher('A')
      assert.equal((await bench.claim({ limit: 9 })).length, 1)
    },

    'keeps to the cap of a publisher, over all claims that are alive': async (bench) => {
      await bench.record(many('A', 5))
      assert.equal((await bench.claim({ limit: 5, perPublisher: 2 })).length, 2)
      assert.equal((await bench.claim({ limit: 5, perPublisher: 2 }, bench.other)).length, 0)
    },

    'hands out a file again when its lease has run out, and closes the lost attempt': async (bench) => {
      await bench.record(['A/a.pdf'])
      const lost = await bench.claimOne()
      await bench.leasesEnd()
      const claim = await bench.claimOne()
      assert.deepEqual([claim.attempt, claim.recovered, claim.file.retryCount], [2, true, 1])
      assert.notEqual(claim.fence, lost.fence)
      const outcomes = (await bench.registry.attempts(claim.file.id)).map(({ outcome }) => outcome)
      assert.deepEqual(outcomes, ['lost', 'running'])
    },

    'tells that an earlier attempt was lost until one is completed, whatever comes of those between': async (bench) => {
      await bench.record(['A/a.pdf'])
      await bench.claimOne()
      await bench.leasesEnd()
      for (const status of ['retry', 'released', 'failed'] as const) {
        const claim = await bench.claimOne()
        assert.equal(claim.recovered, true)
        await bench.settle(claim, status)
      }
      await bench.registry.change({}, 'pending')
      await bench.settle(await bench.claimOne(), 'completed')
      await bench.record(['A/a.pdf'], {}, { version: 'v2' })
      assert.equal((await bench.claimOne()).recovered, false)
    },

    'gives a file up that was lost three times in a row in one phase, and tells so': async (bench) => {
      await bench.record(['A/a.pdf'])
      const crashed: string[] = []
      for (let i = 0; i < 4; i++) {
        const claims = await bench.claim({ maxRetries: 9, onCrashed: ({ key }) => crashed.push(key) })
        await bench.registry.renew(claims.map((claim) => ({ claim, phase: 'convert' })))
        await bench.leasesEnd()
      }
      assert.deepEqual(crashed, ['A/a.pdf'])
      const { status, errorCode } = await bench.file()
      assert.deepEqual([status, errorCode], ['failed', 'crashed'])
    },

    'does not give a file up that got further each time, as long as retries are left': async (bench) => {
      await bench.record(['A/a.pdf'])
      for (const phase of ['download', 'convert', 'publish'] as const) {
        const claim = await bench.claimOne({ maxRetries: 9 })
        await bench.registry.renew([{ claim, phase }])
        await bench.leasesEnd()
      }
      assert.equal((await bench.claim({ maxRetries: 9 })).length, 1)
    },

    'gives a file up that was lost more often than retries are allowed': async (bench) => {
      await bench.record(['A/a.pdf'])
      await bench.claimOne({ maxRetries: 0 })
      await bench.leasesEnd()
      assert.deepEqual(await bench.claim({ maxRetries: 0 }), [])
      assert.equal((await bench.file()).errorCode, 'crashed')
    },

    'tells when something will be due next': async (bench) => {
      const next = (ids?: number[]) => bench.registry.nextDue({ storage: 'test://books', ids })
      assert.equal(await next(), undefined)
      await bench.record(['A/a.pdf'])
      const due = await next()
      const claim = await bench.claimOne()
      const leaseEnd = await next()
      assert.ok(due && leaseEnd && leaseEnd.getTime() - due.getTime() >= bench.subject.leaseMs - 1_000)
      await bench.settle(claim, 'retry', { delayMs: 30_000 })
      assert.ok(await next([claim.file.id]))
      assert.equal(await next([claim.file.id + 1]), undefined)
    },
  },
}
