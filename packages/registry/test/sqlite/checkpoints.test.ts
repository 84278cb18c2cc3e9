import { execFile } from 'node:child_process'
import { readdir, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import { expect, test, vi } from 'vitest'
import { Checkpoints } from '../../src/sqlite/checkpoints.ts'
import { openRegistry, plainConnection, tempDir } from '../support/open-registry.ts'
import { fewThousand, recordAll } from '../support/record-many.ts'

/** Pages from which on SQLite writes the log back by itself. */
const LOG_PAGES = 1_000

interface LogState {
  readonly log: number
  readonly checkpointed: number
}

const logOf = (db: Database) => db.prepare('PRAGMA wal_checkpoint(NOOP)').get() as LogState

test('what thousands of recorded files leave in the log is written back beside them', async () => {
  const { registry, path } = await openRegistry()
  await recordAll(registry, fewThousand())
  const connection = plainConnection(path)
  await vi.waitFor(() => expect(logOf(connection).checkpointed).toBeGreaterThan(0))
  expect(await registry.statistics()).toMatchObject({ total: { pending: 20_000 } })
})

test('where no thread can do it, the log grows no more than SQLite lets it', async () => {
  const folder = await tempDir()
  const link = join(await tempDir(), 'link')
  await symlink(folder, link)
  const { registry } = await openRegistry({ path: join(link, 'registry.db') })
  await rm(link) // who has it open goes on with it, a thread cannot open it
  await recordAll(registry, fewThousand())
  const connection = plainConnection(join(folder, 'registry.db'))
  let n = 0
  const recordMore = async () => {
    n++
    await registry.record(
      fewThousand()
        .slice(0, 100)
        .map((file) => ({ ...file, key: `B/${n}/${file.filename}` })),
    )
    const { log, checkpointed } = logOf(connection)
    expect(log - checkpointed).toBeLessThan(LOG_PAGES)
  }
  await vi.waitFor(recordMore, { timeout: 20_000, interval: 500 }) // the thread is tried first
})

test('closing leaves the one file', async () => {
  const folder = await tempDir()
  const { registry, path } = await openRegistry({ path: join(folder, 'registry.db') })
  await recordAll(registry, fewThousand())
  const connection = new SqliteDatabase(path)
  await vi.waitFor(() => expect(logOf(connection).checkpointed).toBeGreaterThan(0)) // the thread has the file open
  connection.close()
  await registry.close()
  expect(await readdir(folder)).toEqual(['registry.db'])
})

test('a process that does not close its registry ends all the same', async () => {
  const path = join(await tempDir(), 'registry.db')
  const process = fileURLToPath(new URL('../support/recording-process.ts', import.meta.url))
  const args = ['--conditions=source', '--disable-warning=ExperimentalWarning', process, path]
  await promisify(execFile)('node', args, { timeout: 30_000 })
  expect(plainConnection(path).prepare('SELECT COUNT(*) AS n FROM files').get()).toEqual({ n: 20_000 })
})

test('a thread that cannot open the database is no error, and there are no checkpoints any more', async () => {
  const checkpoints = new Checkpoints(join(await tempDir(), 'none.db'))
  checkpoints.begin()
  await vi.waitFor(() => expect(checkpoints.isPossible).toBe(false))
  checkpoints.begin()
  await checkpoints.end()
})
