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

  test('that is killed and comes back is used again, and what was acknowledged stands', async () => {
    const { registry } = await server.registry()
    await registry.record([seen('A/a.pdf')])
    const [claim] = await registry.claim(claimOptions())
    await (await server.get()).restart()
    expect(await settledAtLast(registry, claim)).toBe(true)
    expect((await registry.statistics()).total).toMatchObject({ completed: 1 })
  })

  test('that was made by a newer version is refused and left alone', async () => {
    const { schema, client, registry } = await server.registry()
    await registry.close()
    await client.query("INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-later', 'now')")
    const old = new PostgresRegistry({ url: schema.url })
    await expect(old.open()).rejects.toMatchObject({ code: 'newer_schema' })
  })
})

/** As a worker does it: again when the connection broke. */
async function settledAtLast(registry: PostgresRegistry, claim: Parameters<PostgresRegistry['settle']>[0] | undefined) {
  for (let n = 0; n < 5 && claim !== undefined; n++) {
    try {
      return await registry.settle(claim, { status: 'completed', outputPath: '/x', facts })
    } catch (error) {
      expect(error).toMatchObject({ code: 'unavailable' })
    }
  }
  return false
}
