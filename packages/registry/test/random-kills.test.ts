import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type SqliteDatabase from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { claimOptions, facts, openRegistry, plainConnection } from './support/open-registry.ts'

const PROCESS = fileURLToPath(new URL('./support/restless-process.ts', import.meta.url))
/** `KILL_SEED=n` repeats a run as far as timing allows, `KILL_ROUNDS=n` makes it longer. */
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000)
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 3)

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** What a process that is to die is told. */
interface Start {
  readonly path: string
  readonly round: number
  /** It kills itself before this one. */
  readonly statement: number
  /** Where it tells what it has settled. */
  readonly settled: Set<number>
}

async function startProcess({ path, round, statement, settled }: Start) {
  const execArgv = ['--conditions=source', '--disable-warning=ExperimentalWarning']
  const child = fork(PROCESS, [path, String(round), String(statement)], { execArgv })
  onTestFinished(() => void child.kill('SIGKILL'))
  child.on('message', (id) => typeof id === 'number' && settled.add(id))
  const ended = once(child, 'exit')
  await once(child, 'message')
  return { child, ended }
}

/** What must hold at every moment, whoever died. */
function expectSound(database: SqliteDatabase.Database): void {
  const count = (from: string) => database.prepare(`SELECT COUNT(*) FROM ${from}`).pluck().get()
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(database.pragma('foreign_key_check')).toEqual([])
  expect(count("files WHERE status = 'processing' AND (fence IS NULL OR lease_owner IS NULL)")).toBe(0)
  expect(count("files WHERE status <> 'processing' AND fence IS NOT NULL")).toBe(0)
  expect(count("files WHERE status = 'pending' AND due_at IS NULL")).toBe(0)
  expect(count("files WHERE status = 'completed' AND (completed_at IS NULL OR output_path IS NULL)")).toBe(0)
  expect(count("attempts WHERE outcome = 'running'")).toBe(count("files WHERE status = 'processing'"))
  const waiting =
    "(SELECT COUNT(*) FROM files AS f WHERE f.storage = p.storage AND f.publisher = p.publisher AND f.status = 'pending')"
  expect(count(`publishers AS p WHERE waiting <> ${waiting}`)).toBe(0)
}

test(`processes that are killed at random moments leave nothing half and lose nothing (KILL_SEED=${SEED})`, async () => {
  const random = randomNumbers(SEED)
  const { registry, path } = await openRegistry()
  const database = plainConnection(path)
  const settled = new Set<number>()
  const countAtWork = () => database.prepare("SELECT COUNT(*) FROM files WHERE status = 'processing'").pluck().get()
  let diedAtWork = false
  for (let round = 0; round < ROUNDS || !diedAtWork; round++) {
    // One dies between two statements, the other one, which works beside it, wherever it is at that time.
    const statement = 1 + Math.floor(random() * 400)
    const [first, second] = await Promise.all([
      startProcess({ path, round: round * 2, statement, settled }),
      startProcess({ path, round: round * 2 + 1, statement: -1, settled }),
    ])
    expect(await first.ended).toEqual([null, 'SIGKILL'])
    second.child.kill('SIGKILL')
    await second.ended
    expectSound(database)
    diedAtWork ||= countAtWork() !== 0
  }
  const claim = () => registry.claim(claimOptions({ storage: 's', limit: 500, maxRetries: 1_000 }))
  for (let claims = await claim(); claims.length > 0; claims = await claim()) {
    for (const one of claims) await registry.settle(one, { status: 'completed', outputPath: '/x', facts })
  }
  expectSound(database)
  expect(database.prepare("SELECT COUNT(*) FROM attempts WHERE outcome = 'lost'").pluck().get()).toBeGreaterThan(0)
  const done = database.prepare("SELECT id FROM files WHERE status = 'completed'").pluck().all() as number[]
  expect((await registry.statistics()).total).toMatchObject({ pending: 0, processing: 0, completed: done.length })
  expect([...settled].filter((id) => !done.includes(id))).toEqual([])
}, 240_000)
