import { type Postgres, startPostgres } from '@rittdoc-batch/test-services'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { PostgresRegistry } from '../../src/index.ts'
import { seen } from '../support/open-registry.ts'
import { plainPool } from './hand-clock.ts'
import { whySkipped } from './own-registry.ts'

describe.skipIf(whySkipped !== undefined)('a server with a certificate', () => {
  let server: Postgres
  beforeAll(async () => {
    server = await startPostgres({ tls: true })
  })
  afterAll(() => server?.stop())

  function open(host: string, parameters: string): PostgresRegistry {
    const url = `postgres://rittdoc@${host}:${server.port}/postgres?${parameters}`
    const registry = new PostgresRegistry({ url, applicationName: 'over-tls' })
    onTestFinished(() => registry.close())
    return registry
  }

  test('is used over TLS when its certificate is known, also by who waits for work', async () => {
    const registry = open('localhost', `sslmode=verify-full&sslrootcert=${server.certificate}`)
    await registry.open()
    const told = new Promise<void>((resolve) => {
      void registry.watchWork('file:///books', resolve).then((end) => onTestFinished(end))
    })
    expect(await registry.record([seen('A/a.pdf')])).toMatchObject({ added: 1 })
    await told
    const client = plainPool(server.url)
    onTestFinished(() => client.end())
    const sql = `SELECT bool_and(ssl) AS secure, count(*)::int AS n FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
      WHERE application_name LIKE 'over-tls%'`
    expect((await client.query(sql)).rows).toEqual([{ secure: true, n: 2 }])
  })

  test('is refused when it cannot prove who it is', async () => {
    await expect(open('localhost', 'sslmode=verify-full').open()).rejects.toThrow(/self-signed certificate/)
    const otherName = `sslmode=verify-full&sslrootcert=${server.certificate}`
    await expect(open('127.0.0.1', otherName).open()).rejects.toThrow(/IP: 127\.0\.0\.1 is not in the cert/)
  })
})
