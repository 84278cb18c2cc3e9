import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openRegistry, plainConnection, seen, tempDir } from './support/open-registry.ts'
import { CLEAN_UP, shell } from './support/sqlite-shell.ts'
import { startBatch } from './support/start-batch.ts'

/** `DELETED_ROWS=1000000` for more of them. */
const ROWS = Number(process.env.DELETED_ROWS ?? 40_000)

/** Rows of books that were converted years ago, each with its attempt. */
const OLD_ROWS = `BEGIN;
  WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
  INSERT INTO files (storage, publisher, filename, s3_key, file_size, status, completed_at, version, output_storage,
    output_key, output_collision)
  SELECT 'file:///books', 'P' || (i % 50), i || '.pdf', 'P' || (i % 50) || '/' || i || '.pdf', 10, 'completed',
    '2020-01-01 00:00:00.000000', 'v1', 'file:///books', 'P' || (i % 50) || '/Output XML/' || i || '.zip',
    'p' || (i % 50) || '/output xml/' || i || '.zip' FROM n;
  INSERT INTO attempts (file_id, attempt, version, owner, converter, started_at, outcome, phase)
  SELECT id, 1, 'v1', 'o', 'c', '2020-01-01 00:00:00.000000', 'completed', 'settle' FROM files;
  COMMIT`

test('a clean-up of very many rows makes a batch wait, and costs it neither a file nor an attempt', async () => {
  const folder = await tempDir()
  const { registry, path } = await openRegistry({ path: join(folder, 'registry.db') })
  const database = plainConnection(path)
  database.exec(OLD_ROWS)
  const stop = await startBatch('batch', folder, '2000', '20')
  const began = performance.now()
  await shell(path, CLEAN_UP)
  const seconds = (performance.now() - began) / 1_000
  if (process.env.DELETED_ROWS !== undefined) console.log(`${ROWS} rows: ${seconds.toFixed(1)} s`)
  const before = (await registry.statistics()).total.completed
  const { settled, failed, errors } = await stop()
  expect({ failed, errors }).toEqual({ failed: 0, errors: [] })
  expect(settled).toBeGreaterThan(before) // it went on
  const outcomes = database.prepare('SELECT outcome, COUNT(*) AS n FROM attempts GROUP BY outcome').all() as {
    outcome: string
    n: number
  }[]
  expect(outcomes).toContainEqual({ outcome: 'completed', n: settled })
  expect(outcomes.filter(({ outcome }) => !['completed', 'released'].includes(outcome))).toEqual([])
  expect(database.prepare('SELECT COUNT(*) FROM files WHERE retry_count > 0 OR lost > 0').pluck().get()).toBe(0)
  expect(database.prepare('SELECT COUNT(*) FROM forgotten').pluck().get()).toBe(ROWS)
  const again = Array.from({ length: 50 }, (_, i) => seen(`P${i}/${i + 50}.pdf`))
  expect(await registry.record(again)).toMatchObject({ added: 0, unchanged: 50 })
}, 120_000)
