import { afterAll, describe, expect, test } from 'vitest'
import { claimOptions, facts, seen } from '../support/open-registry.ts'
import { OneServer, whySkipped } from './own-registry.ts'

describe.skipIf(whySkipped !== undefined)('rows that are changed by hand', () => {
  const server = new OneServer()
  afterAll(() => server.stop())

  test('one that is inserted without a version holds nobody up and gets its names at the next scan', async () => {
    const { registry, client } = await server.registry()
    await client.query(
      "INSERT INTO files (storage, publisher, filename, s3_key) VALUES ('file:///books', 'A', 'h.pdf', 'A/h.pdf')",
    )
    await registry.record([seen('A/a.pdf')])
    expect(await registry.claim(claimOptions({ limit: 5 }))).toHaveLength(1)
    await registry.record([seen('A/h.pdf')])
    expect((await Array.fromAsync(registry.query({ key: 'A/h.pdf' })))[0]?.outputKey).toBe('A/Output XML/h.zip')
    expect(await registry.claim(claimOptions({ limit: 5 }))).toHaveLength(1)
  })

  test('one that waits for a retry and is set to pending is due at once', async () => {
    const { registry, client } = await server.registry()
    await registry.record([seen('A/a.pdf')])
    const [claim] = await registry.claim(claimOptions())
    if (claim)
      await registry.settle(claim, { status: 'retry', delayMs: 3_600_000, code: 'transient', message: 'm', facts })
    expect(await registry.claim(claimOptions())).toEqual([])
    await client.query("UPDATE files SET status = 'pending'")
    expect(await registry.claim(claimOptions())).toHaveLength(1)
  })

  test('one that is set to pending while it is worked on is taken away from its worker', async () => {
    const { registry, client } = await server.registry()
    await registry.record([seen('A/a.pdf')])
    const [claim] = await registry.claim(claimOptions())
    await client.query("UPDATE files SET status = 'pending'")
    const [again] = await registry.claim(claimOptions())
    expect(again?.recovered).toBe(true)
    expect((await registry.attempts(claim?.file.id ?? 0)).map(({ outcome }) => outcome)).toEqual(['lost', 'running'])
    expect(claim && (await registry.settle(claim, { status: 'completed', outputPath: '/x', facts }))).toBe(false)
  })

  test('one that is deleted is not converted again at its version', async () => {
    const { registry, client } = await server.registry()
    await registry.record([seen('A/a.pdf'), seen('A/b.pdf')])
    await client.query("DELETE FROM files WHERE s3_key = 'A/a.pdf'")
    expect((await registry.claim(claimOptions({ limit: 5 }))).map(({ file }) => file.key)).toEqual(['A/b.pdf'])
    expect(await registry.record([seen('A/a.pdf')])).toMatchObject({ added: 0, unchanged: 1 })
    expect(await registry.record([seen('A/a.pdf', { version: 'v2' })])).toMatchObject({ added: 1 })
  })
})
