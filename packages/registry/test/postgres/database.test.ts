import { startFaultProxy } from '@rittdoc-batch/test-services'
import { afterAll, describe, expect, test } from 'vitest'
import { claimFiles } from '../../src/postgres/claim/claim-files.ts'
import { settleClaims } from '../../src/postgres/claim/settle-claims.ts'
import { PostgresDatabase } from '../../src/postgres/database.ts'
import { claimOptions, facts, seen } from '../support/open-registry.ts'
import { plainPool } from './hand-clock.ts'
import { OneServer, whySkipped } from './own-registry.ts'

describe.skipIf(whySkipped !== undefined)('on a server', () => {
  const server = new OneServer()
  afterAll(() => server.stop())

  test('a transaction whose connection is ended between two statements rejects, and ends no process', async () => {
    const { url } = await server.get()
    const db = new PostgresDatabase({ url, maxConnections: 2, applicationName: 'test', patienceMs: 0 })
    const other = plainPool(url)
    try {
      const work = db.transaction(async (connection) => {
        const { rows } = await connection.query('SELECT pg_backend_pid() AS pid')
        await other.query('SELECT pg_terminate_backend($1, 5000)', [rows[0].pid])
        await other.query('SELECT 1') // a way there and back: by now this connection has heard of it
        await connection.query('SELECT 1')
      })
      await expect(work).rejects.toMatchObject({ name: 'RegistryError', code: 'unavailable' })
      expect(await db.rows({ text: 'SELECT 1 AS one' }, [])).toEqual([{ one: 1 }])
    } finally {
      await other.end()
      await db.close()
    }
  })

  test('a claim and a settlement whose answers are lost are not made twice', async () => {
    const { registry, schema } = await server.registry()
    await registry.record([seen('A/a.pdf'), seen('A/b.pdf'), seen('A/c.pdf')])
    let strikes = 0
    const proxy = await startFaultProxy({
      port: (await server.get()).port,
      onStrike() {
        strikes++
        void proxy.set({ kind: 'none' })
      },
    })
    const url = new URL(schema.url)
    url.port = String(proxy.port)
    const db = new PostgresDatabase({ url: url.href, maxConnections: 1, applicationName: 'test', patienceMs: 30_000 })
    try {
      await db.rows({ text: 'SELECT 1' }, [])
      await proxy.set({ kind: 'reset', afterBytes: 1, direction: 'toClient' })
      const [claim, ...more] = await claimFiles(db, claimOptions(), 60_000)
      expect(more).toEqual([])
      await proxy.set({ kind: 'reset', afterBytes: 1, direction: 'toClient' })
      const outcome = { status: 'completed', outputPath: '/x', facts } as const
      expect(claim && (await settleClaims(db, [{ claim, outcome }]))).toEqual([true])
      expect(strikes).toBe(2)
      expect((await registry.statistics()).total).toMatchObject({ completed: 1, processing: 0, pending: 2 })
    } finally {
      await db.close()
      await proxy.close()
    }
  })
})
