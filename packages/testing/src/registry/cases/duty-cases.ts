import assert from 'node:assert/strict'
import type { CaseGroup } from '../../suite/define-suite.ts'
import type { RegistryBench } from '../registry-bench.ts'

const OWNERS = ['elsewhere/boot/namespace/1/1/a', 'elsewhere/boot/namespace/2/2/b'] as const

/** What the Registry contract promises under "duties, runs, rehearsals". */
export const dutyCases: CaseGroup<RegistryBench> = {
  title: 'duties, runs, rehearsals',
  cases: {
    'one holder at a time over all handles, the next one afterwards': async (bench) => {
      let inside = false
      const held = await bench.registry.withDuty('scan', OWNERS[0], async () => {
        inside = true
        assert.equal(await bench.other.withDuty('scan', OWNERS[1], async () => assert.fail('held twice')), false)
        assert.equal(await bench.other.withDuty('another', OWNERS[1], async () => {}), true)
      })
      assert.deepEqual([held, inside], [true, true])
      assert.equal(await bench.other.withDuty('scan', OWNERS[1], async () => {}), true)
    },

    'a duty is given up when its work rejects': async (bench) => {
      const broken = bench.registry.withDuty('scan', OWNERS[0], () => Promise.reject(new Error('no')))
      await assert.rejects(broken, /no/)
      assert.equal(await bench.other.withDuty('scan', OWNERS[1], async () => {}), true)
    },

    'a duty whose holder is silent for a lease is taken over': async (bench) => {
      const release = Promise.withResolvers<void>()
      const begun = Promise.withResolvers<void>()
      const first = bench.registry.withDuty('scan', OWNERS[0], () => {
        begun.resolve()
        return release.promise
      })
      await begun.promise
      await bench.leasesEnd()
      assert.equal(await bench.other.withDuty('scan', OWNERS[1], async () => {}), true)
      release.resolve()
      await first
    },

    'runs are kept, the newest first': async (bench) => {
      for (const [i, id] of ['one', 'two', 'three'].entries()) {
        const at = new Date(Date.UTC(2026, 0, 1 + i))
        await bench.registry.noteRun({ id, owner: 'me', startedAt: at, finishedAt: at, report: { n: i } })
      }
      const runs = await bench.other.lastRuns(2)
      assert.deepEqual(
        runs.map(({ id, report }) => [id, report]),
        [
          ['three', { n: 2 }],
          ['two', { n: 1 }],
        ],
      )
    },

    'what is done in a rehearsal shows there and nowhere else': async (bench) => {
      await bench.record(['A/a.pdf'])
      const rehearsal = await bench.registry.rehearse()
      assert.equal((await rehearsal.record([bench.seen('A/b.pdf'), bench.seen('A/a.pdf')])).added, 1)
      assert.equal((await bench.files({}, rehearsal)).length, 2)
      assert.equal((await bench.files()).length, 1)
      await rehearsal.close()
      assert.equal((await bench.record(['A/b.pdf'])).added, 1)
    },

    'open and close may be called again, and a closed registry says so': async (bench) => {
      await bench.other.open()
      await bench.other.close()
      await bench.other.close()
      await assert.rejects(async () => bench.other.statistics(), { name: 'RegistryError' })
      await bench.other.open()
      await bench.other.statistics()
    },

    'a call with an aborted signal rejects and does nothing': async (bench) => {
      const signal = AbortSignal.abort(new Error('stop'))
      await assert.rejects(bench.registry.record([bench.seen('A/a.pdf')], { signal }))
      assert.deepEqual(await bench.files(), [])
    },
  },
}
