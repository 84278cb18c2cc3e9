import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { missingService, whyNoPostgres } from '@rittdoc-batch/test-services'
import { expect, test } from 'vitest'
import { type Cluster, makeCluster } from '../src/cluster/cluster.ts'
import { type Machine, startMachine } from '../src/cluster/machine.ts'
import { until } from '../src/cluster/until.ts'
import { findPostgresTraces } from '../src/traces/find-in-postgres.ts'
import { findTreeTraces } from '../src/traces/find-in-tree.ts'
import { findMachineTraces } from '../src/traces/find-on-machine.ts'

const BOOKS = Number(process.env.RITTDOC_CLUSTER_BOOKS ?? 60)
/** Every process must carry on so soon after the database is back. */
const CARRIED_ON_MS = 30_000
/** Of five publishers this one is held back, so that there is work when the database crashes. */
const HELD_BACK = 'P4'

const why = await whyNoPostgres()
const skipped = why === undefined ? undefined : missingService('PostgreSQL', why)

/** How many rows have this status. */
async function count({ ask }: Cluster, status: string): Promise<number> {
  const [row] = await ask<{ n: number }>('SELECT count(*)::int AS n FROM files WHERE status = $1', status)
  return row?.n ?? 0
}

/** How many attempts of a machine ended so, or run. */
async function attempts({ ask }: Cluster, { host }: Machine, outcome: string): Promise<number> {
  const sql = "SELECT count(*)::int AS n FROM attempts WHERE owner LIKE $1 || '/%' AND outcome = $2"
  const [row] = await ask<{ n: number }>(sql, host, outcome)
  return row?.n ?? 0
}

/** Waits until a machine works on a book, does something to it, and waits until others have taken its books over. */
async function strike(cluster: Cluster, machine: Machine, blow: () => void | Promise<void>): Promise<void> {
  await until(`${machine.host} works`, async () => (await attempts(cluster, machine, 'running')) > 0)
  await blow()
  await until(`the books of ${machine.host} are taken over`, async () => {
    return (await attempts(cluster, machine, 'lost')) > 0 && (await attempts(cluster, machine, 'running')) === 0
  })
}

/**
 * The server crashes while every machine works on a book, and comes back.
 * @returns how soon after that each of them settles one, in milliseconds
 */
async function restartDatabase(cluster: Cluster, machines: readonly Machine[]): Promise<number[]> {
  await cluster.hold()
  const resumed = await startMachine(cluster.world, 'admin', 'resume', HELD_BACK)
  const each = <T>(look: (machine: Machine) => Promise<T>) => Promise.all(machines.map(look))
  await each((machine) => until(`${machine.host} works`, async () => (await attempts(cluster, machine, 'running')) > 0))
  expect((await resumed.ended).code).toBe(0)
  const before = new Map(
    await each(async (machine) => [machine, await attempts(cluster, machine, 'completed')] as const),
  )
  await cluster.server.restart(() => cluster.letGo())
  return each((machine) =>
    until(`${machine.host} carries on`, async () => {
      return (await attempts(cluster, machine, 'completed')) > (before.get(machine) ?? 0)
    }),
  )
}

test.skipIf(skipped !== undefined)(
  'machines on one database convert every book once, though one is killed, one stands still, one is cut off and the database crashes',
  { timeout: 7_200_000 },
  async () => {
    const bookSeconds = BOOKS > 200 ? 0.2 : 1
    const cluster = await makeCluster({ books: BOOKS, publishers: 5, bookSeconds, leaseSeconds: 6 })
    const { world, line } = cluster
    const all: Machine[] = []
    const start = async (host: string, ...args: string[]) => {
      const machine = await startMachine(world, host, ...args)
      all.push(machine)
      return machine
    }
    try {
      await (await start('admin', 'pause', HELD_BACK)).ended
      const scanner = await start('scanner', 'schedule', '--scan-only')
      const [killed, frozen, far, steady] = await Promise.all([
        start('killed', 'worker'),
        start('frozen', 'worker'),
        start('far', 'worker', '--config', 'points-far.yaml'),
        start('steady', 'worker'),
      ])
      await Promise.all([
        strike(cluster, killed, () => killed.kill('SIGKILL')),
        strike(cluster, frozen, () => frozen.kill('SIGSTOP')),
        strike(cluster, far, () => line.set({ kind: 'stall' })),
      ])
      frozen.kill('SIGCONT')
      await line.set({ kind: 'none' })
      await frozen.says(/lost to another worker, this attempt does not count/)
      steady.kill('SIGTERM')
      expect((await steady.ended).code).toBe(0)
      const [again, next] = await Promise.all([start('killed', 'worker'), start('steady', 'worker')])
      const workers = [again, frozen, far, next]
      await Promise.all(workers.map((worker) => worker.says(/worker started/)))

      const waits = await restartDatabase(cluster, workers)
      console.log(`carried on after ${waits.map((ms) => (ms / 1_000).toFixed(1)).join(', ')} s`)
      expect(Math.max(...waits)).toBeLessThan(CARRIED_ON_MS)

      await until('all books are done', async () => (await count(cluster, 'completed')) === BOOKS, 6_600_000)
      for (const machine of [...workers, scanner]) machine.kill('SIGTERM')
      const lives = await Promise.all(all.map(({ ended }) => ended))
      const codes = lives.map(({ code, stderr }, index) => (code === 0 || all[index] === killed ? '' : stderr))
      expect(codes).toEqual(codes.map(() => ''))
      const found = [
        ...(await findPostgresTraces(cluster)),
        ...(await findTreeTraces(world, cluster.packages)),
        ...(await findMachineTraces(
          world,
          lives.map(({ pid }) => pid),
        )),
      ]
      expect(found.map(({ wrong, what }) => `${wrong}: ${what}`)).toEqual([])
    } finally {
      for (const machine of all) machine.kill('SIGKILL')
      await Promise.all(all.map(({ ended }) => ended))
      await cluster.close()
    }
  },
)

test.skipIf(skipped !== undefined || process.env.RITTDOC_FAULTS !== 'all')(
  'a scan whose process is killed goes to another process',
  { timeout: 600_000 },
  async () => {
    const cluster = await makeCluster({ books: 3, publishers: 1, bookSeconds: 0, leaseSeconds: 6 })
    const folder = cluster.world.folder
    const config = await readFile(join(folder, 'config.yaml'), 'utf8')
    await writeFile(join(folder, 'points-slow.yaml'), config.replace('"min_age_seconds":0', '"min_age_seconds":1'))
    const doomed = await startMachine(
      cluster.world,
      'doomed',
      'schedule',
      '--scan-only',
      '--config',
      'points-slow.yaml',
    )
    const all = [doomed]
    try {
      await doomed.says(/looking again later/) // it looks twice, ten seconds apart
      doomed.kill('SIGKILL')
      const heir = await startMachine(cluster.world, 'heir', 'schedule', '--scan-only')
      all.push(heir)
      const waited = await until('the scan is taken over', () => /scan finished/.test(heir.log()))
      console.log(`the scan was taken over after ${(waited / 1_000).toFixed(1)} s`)
      expect(await count(cluster, 'pending')).toBe(3)
      heir.kill('SIGTERM')
      expect((await heir.ended).code).toBe(0)
    } finally {
      for (const machine of all) machine.kill('SIGKILL')
      await Promise.all(all.map(({ ended }) => ended))
      await cluster.close()
    }
  },
)
