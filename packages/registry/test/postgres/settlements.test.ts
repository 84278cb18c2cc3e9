import type { Claim, Outcome } from '@rittdoc-batch/core'
import { afterAll, describe, expect, test } from 'vitest'
import { claimOptions, facts, seen } from '../support/open-registry.ts'
import { OneServer, whySkipped } from './own-registry.ts'

describe.skipIf(whySkipped !== undefined)('on PostgreSQL', () => {
  const server = new OneServer()
  afterAll(() => server.stop())

  /** Ten claimed files, and the statements that the server was sent to end attempts. */
  async function tenClaims() {
    const { registry, client } = await server.registry()
    await registry.record(Array.from({ length: 10 }, (_, n) => seen(`P${n % 3}/${n}.pdf`)))
    const claims = await registry.claim(claimOptions({ limit: 10 }))
    const keys = async (outcome: string) => {
      const { rows } = await client.query(
        'SELECT s3_key FROM files JOIN attempts ON file_id = files.id WHERE outcome = $1 ORDER BY s3_key',
        [outcome],
      )
      return rows.map(({ s3_key }) => s3_key)
    }
    return { registry, client, claims, keys }
  }

  const completed = ({ file }: Claim): Outcome => ({ status: 'completed', outputPath: `/${file.filename}`, facts })

  test('attempts that end together end in one transaction, each by its own outcome', async () => {
    const { registry, client, claims, keys } = await tenClaims()
    const failed: Outcome = { status: 'failed', code: 'input', message: 'broken', facts: { ...facts, exitCode: 65 } }
    const isBad = ({ file }: Claim) => file.key === 'P1/4.pdf'
    const ended = claims.map((claim) => registry.settle(claim, isBad(claim) ? failed : completed(claim)))
    expect(await Promise.all(ended)).toEqual(claims.map(() => true))
    expect((await registry.statistics()).total).toMatchObject({ completed: 9, failed: 1, processing: 0 })
    expect(await keys('failed')).toEqual(['P1/4.pdf'])
    const { rows } = await client.query('SELECT DISTINCT xmin FROM files')
    expect(rows).toHaveLength(1)
  })

  test('among those that end together each is told whether it was still ours', async () => {
    const { registry, client, claims } = await tenClaims()
    await client.query(`UPDATE files SET status = 'pending' WHERE s3_key = 'P0/3.pdf'`)
    await registry.record([seen('P2/5.pdf', { version: 'v2' })])
    const retry: Outcome = { status: 'retry', delayMs: 1e6, code: 'transient', message: 'not now', facts }
    const ended = claims.map((claim) =>
      registry.settle(claim, claim.file.key === 'P0/6.pdf' ? retry : completed(claim)),
    )
    const told = await Promise.all(ended)
    expect(claims.filter((_, i) => !told[i]).map(({ file }) => file.key)).toEqual(['P0/3.pdf'])
    const due = await Array.fromAsync(registry.query({ status: 'pending' }), ({ key, version }) => [key, version])
    expect(due.toSorted()).toEqual([
      ['P0/3.pdf', 'v1'],
      ['P0/6.pdf', 'v1'],
      ['P2/5.pdf', 'v2'],
    ])
    expect((await registry.statistics()).total).toMatchObject({ completed: 7, pending: 3, processing: 0 })
  })

  test('one that the server refuses hurts no other', async () => {
    const { registry, claims, keys } = await tenClaims()
    const odd = { ...facts, exitCode: 3_221_225_477 }
    const isOdd = ({ file }: Claim) => file.key === 'P1/1.pdf'
    const ended = claims.map((claim) => {
      const outcome = completed(claim)
      return registry.settle(claim, isOdd(claim) ? { ...outcome, facts: odd } : outcome)
    })
    const told = await Promise.allSettled(ended)
    expect(claims.filter((_, i) => told[i]?.status === 'rejected').map(({ file }) => file.key)).toEqual(['P1/1.pdf'])
    expect(await keys('running')).toEqual(['P1/1.pdf'])
  })
})
