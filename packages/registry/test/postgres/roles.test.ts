import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { PostgresRegistry, PostgresScheduler } from '../../src/index.ts'
import { claimOptions, facts, seen } from '../support/open-registry.ts'
import { plainPool } from './hand-clock.ts'
import { OneServer, whySkipped } from './own-registry.ts'

const PAGE = new URL('../../../../docs/several-machines.md', import.meta.url)

/** The statements that the page tells an administrator to run. */
function documentedGrants(): string {
  return /```sql\n(CREATE ROLE.*?)```/s.exec(readFileSync(PAGE, 'utf8'))?.[1] ?? ''
}

describe.skipIf(whySkipped !== undefined)('a role with the rights that the documentation gives it', () => {
  const server = new OneServer()
  afterAll(() => server.stop())

  test('works, waits, schedules and rehearses, and can change no table', { timeout: 120_000 }, async () => {
    const { url } = await server.get()
    const owner = new PostgresRegistry({ url })
    await owner.open()
    await owner.close()
    const client = plainPool(url)
    onTestFinished(() => client.end())
    await client.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC')
    await client.query(documentedGrants())
    const roleUrl = url.replace('rittdoc@', 'rittdoc_worker@')
    const registry = new PostgresRegistry({ url: roleUrl })
    await registry.open()
    onTestFinished(() => registry.close())
    const told = vi.fn()
    onTestFinished(await registry.watchWork('file:///books', told))
    await registry.record([seen('A/a.pdf'), seen('B/b.pdf')])
    await vi.waitUntil(() => told.mock.calls.length > 0)
    const [claim] = await registry.claim(claimOptions({ perPublisher: 1 }))
    expect(claim && (await registry.settle(claim, { status: 'completed', outputPath: '/x', facts }))).toBe(true)
    await registry.pausePublisher('A')
    await registry.resumePublisher('A')
    await registry.change({}, 'pending')
    await registry.change({ status: 'completed' }, 'forgotten')
    await registry.noteRun({ id: 'r', owner: 'o', startedAt: new Date(), finishedAt: new Date(), report: {} })
    expect(await registry.withDuty('scan', 'o', async () => {})).toBe(true)
    await (await registry.rehearse()).close()
    const job = vi.fn(async () => {})
    const scheduler = new PostgresScheduler({ url: roleUrl, name: 'x', intervalMs: 3_600_000, runOnStartup: true, job })
    onTestFinished(() => scheduler.stop())
    void scheduler.start()
    await vi.waitUntil(() => job.mock.calls.length > 0, { timeout: 60_000 })
    const role = plainPool(roleUrl)
    onTestFinished(() => role.end())
    await expect(role.query('ALTER TABLE files ADD COLUMN more text')).rejects.toThrow(/must be owner/)
    await expect(role.query('CREATE TABLE more ()')).rejects.toThrow(/permission denied/)
  })
})
