import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BatchProcessor, LocalStorage } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import SqliteDatabase from 'better-sqlite3'
import { Monitor } from '../src/index.ts'

// How long the pages take on a registry of a million files of a thousand publishers, with an attempt each, all of them of
// the last two days. Node's loop is watched meanwhile: what blocks it blocks the books in work.

const ROWS = Number(process.argv[2] ?? 1_000_000)
const PAGES = [
  '',
  '',
  'files',
  'files?after=500000',
  'files?status=failed',
  'files?publisher=P77&search=book-99',
  'files?search=no-such-name',
  'files/777',
  'publishers',
  'metrics',
  'healthz',
]

const folder = await mkdtemp(join(tmpdir(), 'million-rows-'))
const path = join(folder, 'registry.db')
const registry = new FileRegistry({ path })
await registry.open()
fill(path)
const storage = new LocalStorage({ root: folder })
const converter = { id: 'none@1', produces: 'rittdoc', convert: async () => ({}) } as const
const processor = new BatchProcessor({ storage, registry, converter, tempDir: folder })
const monitor = new Monitor({ processor, registry, storages: [{ storage }], port: 0 })
await monitor.start()
for (const page of PAGES) console.log(`${`/${page}`.padEnd(40)} ${await time(`${monitor.url}${page}`)}`)
await monitor.stop()
await processor.close()
await rm(folder, { recursive: true })

async function time(url: string): Promise<string> {
  let longest = 0
  let last = performance.now()
  const watch = setInterval(() => {
    longest = Math.max(longest, performance.now() - last - 5)
    last = performance.now()
  }, 5)
  const started = performance.now()
  const cpu = process.cpuUsage()
  const response = await fetch(url)
  const { length } = await response.text()
  const ms = performance.now() - started
  const used = process.cpuUsage(cpu)
  const cpuMs = (used.user + used.system) / 1_000
  await new Promise((resolve) => setTimeout(resolve, 20))
  clearInterval(watch)
  return `${response.status} ${ms.toFixed(0).padStart(6)} ms (processor ${cpuMs.toFixed(0)} ms), blocked at most ${longest.toFixed(0)} ms at a time, ${length} characters`
}

function fill(file: string): void {
  const database = new SqliteDatabase(file)
  database.pragma('synchronous = OFF')
  database.exec(`BEGIN;
    WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
    INSERT INTO files (storage, publisher, filename, s3_key, version, file_size, status, discovered_at, completed_at,
      error_code, error_message, output_storage, output_key, output_collision, attempt)
    SELECT 'file:///books', 'P' || (i % 1000), 'book-' || i || '.epub', 'P' || (i % 1000) || '/book-' || i || '.epub', 'v1',
      1000000, CASE i % 20 WHEN 0 THEN 'failed' WHEN 1 THEN 'pending' ELSE 'completed' END, datetime('now', '-3 days'),
      datetime('now', '-' || (i % 172800) || ' seconds'), CASE i % 20 WHEN 0 THEN 'input' END, CASE i % 20 WHEN 0 THEN 'damaged' END,
      'file:///books', i || '.zip', i || '.zip', 1 FROM n;
    INSERT INTO attempts (file_id, attempt, version, owner, converter, started_at, finished_at, outcome, phase, code,
      message, duration_ms, stderr_tail)
    SELECT id, 1, 'v1', 'host/boot/ns/1/1', 'docbook@1', discovered_at, datetime('now', '-' || (id % 172800) || ' seconds') || '.000000',
      CASE status WHEN 'pending' THEN 'released' ELSE status END, 'settle', error_code, error_message, 1000, 'tail' FROM files;
    COMMIT;`)
  database.close()
}
