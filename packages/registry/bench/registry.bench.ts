import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BenchRow, median, rate, row } from '@rittdoc-batch/bench'
import type { Claim } from '@rittdoc-batch/core'
import type { FileRegistry } from '@rittdoc-batch/registry'
import SqliteDatabase from 'better-sqlite3'
import { BATCH, claimOptions, open, record, seen, settle } from './fill-registry.ts'

const RECORDED = 50_000
const CLAIMS = 2_000
const ROUNDS = 5

/** The registry beside bare prepared statements on the same table, with the same indexes, triggers and settings. */
export async function benchRegistry(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'registry-bench-'))
  try {
    return [...(await benchRecord(folder)), await benchClaimSettle(folder)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function benchRecord(folder: string): Promise<BenchRow[]> {
  const ours: number[] = []
  const again: number[] = []
  const bare: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const registry = await open(join(folder, `record-${round}.db`))
    ours.push(await rate(RECORDED, () => record(registry, RECORDED)))
    again.push(await rate(RECORDED, () => record(registry, RECORDED)))
    await registry.close()
    const path = join(folder, `bare-${round}.db`)
    await (await open(path)).close() // the same schema
    bare.push(await rate(RECORDED, async () => insertBare(path)))
  }
  const [oursRate, againRate, bareRate] = [median(ours), median(again), median(bare)]
  return [
    row('record, new files a second', {
      ours: oursRate,
      bare: bareRate,
      ratio: oursRate / bareRate,
      target: '>= 0.6',
      ok: oursRate / bareRate >= 0.6,
    }),
    row('record, unchanged against new', {
      ours: againRate,
      bare: oursRate,
      ratio: againRate / oursRate,
      target: '>= 1',
      ok: againRate >= oursRate,
    }),
  ]
}

async function benchClaimSettle(folder: string): Promise<BenchRow> {
  const ours: number[] = []
  const bare: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const path = join(folder, `claim-${round}.db`)
    const registry = await open(path)
    await record(registry, CLAIMS * 2)
    ours.push(await rate(CLAIMS, () => claimAll(registry, CLAIMS)))
    await registry.close()
    bare.push(await rate(CLAIMS, async () => claimBare(path, CLAIMS)))
  }
  const [oursRate, bareRate] = [median(ours), median(bare)]
  const ratio = oursRate / bareRate
  return row('claim + settle, files a second', {
    ours: oursRate,
    bare: bareRate,
    ratio,
    target: '>= 0.6',
    ok: ratio >= 0.6,
  })
}

function insertBare(path: string): void {
  const database = bareDatabase(path)
  const insert =
    database.prepare(`INSERT INTO files (storage, s3_key, publisher, filename, file_format, file_size, version,
    status, discovered_at, due_at, retry_count, output_storage, output_key, output_collision)
    VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, 0, ?, ?, ?)`)
  const now = '2026-01-01 00:00:00.000000'
  const insertBatch = database.transaction((from: number) => {
    for (let i = from; i < from + BATCH; i++) {
      const { storage, key, publisher, filename, format, sizeBytes, version, outputStorage, outputFolder } = seen(i)
      const output = `${outputFolder}book-${String(i).padStart(8, '0')}.zip`
      insert.run(
        storage,
        key,
        publisher,
        filename,
        format,
        sizeBytes,
        version,
        now,
        now,
        outputStorage,
        output,
        output.toLowerCase(),
      )
    }
  })
  for (let i = 0; i < RECORDED; i += BATCH) insertBatch.immediate(i)
  database.close()
}

async function claimAll(registry: FileRegistry, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const [claim] = (await registry.claim(claimOptions)) as [Claim]
    await settle(registry, claim)
  }
}

/** The same changes of the same rows in as many transactions, without any choice of what to claim. */
function claimBare(path: string, count: number): void {
  const database = bareDatabase(path)
  const next = database.prepare(
    "SELECT id FROM files WHERE storage = 's' AND publisher = ? AND status = 'pending' AND version IS NOT NULL AND due_at <= ? ORDER BY due_at, id LIMIT 1",
  )
  const begin = database.prepare(
    "INSERT INTO attempts (file_id, attempt, version, owner, converter, started_at, outcome, phase) VALUES (?, 1, 'v', 'o', 'c', ?, 'running', 'claimed')",
  )
  const take = database.prepare(
    "UPDATE files SET status = 'processing', due_at = NULL, started_at = ?, attempt = 1, attempt_id = ?, fence = 'f', lease_owner = 'o', lease_until = 1 WHERE id = ?",
  )
  const end = database.prepare(
    "UPDATE files SET status = 'completed', completed_at = ?, output_path = '/x', fence = NULL, lease_owner = NULL WHERE id = ?",
  )
  const endAttempt = database.prepare("UPDATE attempts SET outcome = 'completed', finished_at = ? WHERE id = ?")
  const now = '2099-01-01 00:00:00.000000'
  const claim = database.transaction((i: number) => {
    const { id } = next.get(`Publisher ${i % 50}`, now) as { id: number }
    const attempt = begin.run(id, now).lastInsertRowid
    take.run(now, attempt, id)
    return { id, attempt }
  })
  const settle = database.transaction((id: number, attempt: number | bigint) => {
    end.run(now, id)
    endAttempt.run(now, attempt)
  })
  for (let i = 0; i < count; i++) {
    const { id, attempt } = claim.immediate(i)
    settle.immediate(id, attempt)
  }
  database.close()
}

function bareDatabase(path: string): SqliteDatabase.Database {
  const database = new SqliteDatabase(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = NORMAL')
  database.pragma('foreign_keys = ON')
  database.pragma('temp_store = MEMORY')
  return database
}

if (process.argv[1] === import.meta.filename) console.table(await benchRegistry())
