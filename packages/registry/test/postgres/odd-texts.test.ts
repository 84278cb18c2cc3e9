import { afterAll, describe, expect, test } from 'vitest'
import { claimOptions, facts, seen } from '../support/open-registry.ts'
import { OneServer, whySkipped } from './own-registry.ts'

describe.skipIf(whySkipped !== undefined)('on PostgreSQL', () => {
  const server = new OneServer()
  afterAll(() => server.stop())

  test('what a program wrote is kept though it has zeros and broken characters in it', async () => {
    const { registry } = await server.registry()
    await registry.record([seen('A/a.pdf')])
    const [claim] = await registry.claim(claimOptions())
    const odd = { ...facts, stderrTail: 'a\0b\ud800', details: { text: 'a\0b\ud800' } }
    const outcome = { status: 'failed', code: 'transient', message: 'a\0b\ud800', facts: odd } as const
    expect(claim && (await registry.settle(claim, outcome))).toBe(true)
    expect(await registry.attempts(1)).toMatchObject([{ outcome: 'failed', stderrTail: expect.stringMatching(/^a.b/) }])
  })
  test.each(['1) OR (true', 1.5, 0])('a limit of %j, which would stand in the statement, is refused', async (limit) => {
    const { registry } = await server.registry()
    await expect(registry.claim(claimOptions({ limit: limit as number }))).rejects.toMatchObject({ code: 'config' })
  })
})
