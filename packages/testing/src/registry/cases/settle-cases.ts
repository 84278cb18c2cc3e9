import assert from 'node:assert/strict'
import type { CaseGroup } from '../../suite/define-suite.ts'
import type { RegistryBench } from '../registry-bench.ts'

/** What the Registry contract promises under "renew and settle". */
export const settleCases: CaseGroup<RegistryBench> = {
  title: 'renew and settle',
  cases: {
    'a renewed lease does not run out': async (bench) => {
      await bench.record(['A/a.pdf'])
      const claim = await bench.claimOne()
      for (let i = 0; i < 4; i++) {
        await bench.subject.advance(bench.subject.leaseMs * 0.6)
        assert.equal((await bench.registry.renew([{ claim, phase: 'convert' }])).length, 1)
        assert.deepEqual(await bench.claim(), [])
      }
      assert.equal(await bench.settle(claim, 'completed'), true)
    },

    'renew gives back only the claims that are still ours': async (bench) => {
      await bench.record(['A/a.pdf', 'A/b.pdf'])
      const [one, two] = await bench.claim({ limit: 2 })
      assert.ok(one && two)
      await bench.settle(one, 'completed')
      const renewed = await bench.registry.renew([one, two].map((claim) => ({ claim, phase: 'convert' })))
      assert.deepEqual(
        renewed.map(({ fence }) => fence),
        [two.fence],
      )
    },

    'completed: the row and its attempt tell what came of it': async (bench) => {
      await bench.record(['A/a.pdf'])
      const claim = await bench.claimOne()
      assert.equal(await bench.settle(claim, 'completed'), true)
      const file = await bench.file()
      assert.deepEqual([file.status, file.outputPath, file.errorCode], ['completed', '/out/a.pdf', undefined])
      assert.ok(file.completedAt)
      const [attempt] = await bench.registry.attempts(file.id)
      assert.deepEqual(
        [attempt?.outcome, attempt?.durationMs, attempt?.exitCode, attempt?.stderrTail],
        ['completed', 5, 3, 'tail'],
      )
      assert.deepEqual(attempt?.details, { warnings: [] })
      assert.ok(attempt?.finishedAt)
    },

    'retry: counts, tells the reason, and is due after the delay': async (bench) => {
      await bench.record(['A/a.pdf'])
      await bench.settle(await bench.claimOne(), 'retry', { delayMs: 30_000 })
      const file = await bench.file()
      assert.deepEqual(
        [file.status, file.retryCount, file.errorCode, file.errorMessage],
        ['pending', 1, 'transient', 'what was wrong'],
      )
      assert.deepEqual(await bench.claim(), [])
      await bench.subject.advance(30_001)
      assert.equal((await bench.claimOne()).attempt, 2)
    },

    'failed: is never handed out again': async (bench) => {
      await bench.record(['A/a.pdf'])
      await bench.settle(await bench.claimOne(), 'failed', { code: 'input' })
      assert.deepEqual([(await bench.file()).status, (await bench.file()).errorCode], ['failed', 'input'])
      await bench.leasesEnd()
      assert.deepEqual(await bench.claim(), [])
    },

    'released: is due again and costs nothing': async (bench) => {
      await bench.record(['A/a.pdf'])
      await bench.settle(await bench.claimOne(), 'released')
      assert.deepEqual([(await bench.file()).status, (await bench.file()).retryCount], ['pending', 0])
      assert.equal((await bench.claim()).length, 1)
    },

    'a result that comes after the lease was taken over changes nothing': async (bench) => {
      await bench.record(['A/a.pdf'])
      const late = await bench.claimOne()
      await bench.leasesEnd()
      const claim = await bench.claimOne()
      for (const status of ['completed', 'retry', 'failed', 'released'] as const)
        assert.equal(await bench.settle(late, status), false)
      assert.deepEqual(await bench.registry.renew([{ claim: late, phase: 'publish' }]), [])
      assert.equal((await bench.file()).status, 'processing')
      assert.equal(await bench.settle(claim, 'completed'), true)
      const outcomes = (await bench.registry.attempts(claim.file.id)).map(({ outcome }) => outcome)
      assert.deepEqual(outcomes, ['lost', 'completed'])
    },

    'an attempt is settled once': async (bench) => {
      await bench.record(['A/a.pdf'])
      const claim = await bench.claimOne()
      assert.equal(await bench.settle(claim, 'completed'), true)
      assert.equal(await bench.settle(claim, 'failed'), false)
      assert.equal((await bench.file()).status, 'completed')
    },

    'a lease that ran out is still ours while nobody has taken it over': async (bench) => {
      await bench.record(['A/a.pdf'])
      const claim = await bench.claimOne()
      await bench.leasesEnd()
      assert.equal(await bench.settle(claim, 'completed'), true)
    },
  },
}
