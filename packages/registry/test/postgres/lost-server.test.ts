import { freePort } from '@rittdoc-batch/test-services'
import { afterAll, describe, expect, test } from 'vitest'
import { PostgresRegistry } from '../../src/index.ts'
import { claimOptions, facts, seen } from '../support/open-registry.ts'
import { OneServer, whySkipped } from './own-registry.ts'

test.each(['', 'file.db', 'http://host/db'])('%j is refused as a URL', (url) => {
  expect(() => new PostgresRegistry({ url })).toThrow(/url/)
})

test('a server that is not there is told without the login', async () => {
  const url = `postgres://somebody:secret@127.0.0.1:${await freePort()}/db`
  const error: Error & { code?: string } = await new PostgresRegistry({ url }).open().catch((thrown) => thrown)
  expect(error).toMatchObject({ name: 'RegistryError', code: 'unavailable' })
  expect(error.message).not.toContain('secret')
})

describe.skipIf(whySkipped !== undefined)('a server', () => {
  const server = new OneServer()
  afterAll(() => server.stop())

  test('that is killed and comes back is used again, and what was done stands', { timeout: 60_000 }, async () => {
    const { registry } = await server.registry()
    await registry.record([seen('A/a.pdf')])
    const [claim] = await registry.claim(claimOptions())
    const [settled] = await Promise.all([
      claim && registry.settle(claim, { status: 'completed', outputPath: '/x', facts }),
      registry.record([seen('A/b.pdf'), seen('A/c.pdf')]),
      (await server.get()).restart(),
    ])
    expect(settled).toBe(true)
    expect(await registry.claim(claimOptions({ limit: 5 }))).toHaveLength(2)
    expect((await registry.statistics()).total).toMatchObject({ completed: 1, processing: 2 })
  })

  test('that stays away is told when the patience ends, and at once to who stops waiting', {
    timeout: 60_000,
  }, async () => {
    const own = new OneServer()
    const url = (await own.get()).url
    const registry = new PostgresRegistry({ url, patienceMs: 300 })
    const patient = new PostgresRegistry({ url })
    try {
      await registry.open()
      await patient.open()
      await own.stop()
      await expect(registry.statistics()).rejects.toMatchObject({ code: 'unavailable' })
      const stop = new AbortController()
      const waiting = patient.statistics({ signal: stop.signal })
      stop.abort()
      await expect(waiting).rejects.toMatchObject({ code: 'aborted' })
    } finally {
      await registry.close()
      await patient.close()
    }
  })

  test('that was made by a newer version is refused and left alone', async () => {
    const { schema, client, registry } = await server.registry()
    await registry.close()
    await client.query("INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-later', 'now')")
    const old = new PostgresRegistry({ url: schema.url })
    await expect(old.open()).rejects.toMatchObject({ code: 'newer_schema' })
  })
})
