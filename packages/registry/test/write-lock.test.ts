import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { Database } from '../src/sqlite/database.ts'
import { claimOptions, openRegistry, plainConnection, seen, tempDir } from './support/open-registry.ts'

const pages = Array.from({ length: 1_000 }, (_, i) => seen(`A/${String(i).padStart(4, '0')}.pdf`))

test('a scan that finds nothing new, a claim of nothing and all that reads do not wait for the write of another', async () => {
  const { registry, path } = await openRegistry({ busyTimeoutMs: 0 })
  await registry.record(pages)
  const other = plainConnection(path)
  other.exec("BEGIN IMMEDIATE; UPDATE files SET error_message = 'x'")
  expect(await registry.record(pages)).toMatchObject({ unchanged: 1_000 })
  expect(await registry.claim(claimOptions({ storage: 'file:///elsewhere' }))).toEqual([])
  expect((await registry.statistics()).total.pending).toBe(1_000)
  await expect(registry.claim(claimOptions())).rejects.toMatchObject({ code: 'locked' })
})

test('a claim that meets the write of another waits, and claims what is due then', async () => {
  const { registry, path } = await openRegistry()
  await registry.record([seen('A/a.pdf'), seen('A/b.pdf')])
  const shell = spawn('sqlite3', [path], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = [
    "BEGIN IMMEDIATE; DELETE FROM files WHERE s3_key = 'A/a.pdf'; SELECT 'held';",
    '.shell sleep 0.5',
    'COMMIT;',
  ]
  shell.stdin.end(`${lines.join('\n')}\n`)
  await once(shell.stdout, 'data')
  expect((await registry.claim(claimOptions({ limit: 5 }))).map(({ file }) => file.key)).toEqual(['A/b.pdf'])
})

test('what was read is read again when another has written before the first write', async () => {
  const path = `${await tempDir()}/registry.db`
  const { registry } = await openRegistry({ path })
  await registry.record([seen('A/a.pdf')])
  const ignore = () => {}
  const waits = { busyTimeoutMs: 0, migrationTimeoutMs: 0, onWait: ignore }
  const db = await Database.open({ path, synchronous: 'NORMAL', now: () => new Date(), onTakeover: ignore, ...waits })
  const other = plainConnection(path)
  const read: unknown[] = []
  db.readThenWrite(() => {
    read.push(db.prepare('SELECT error_message FROM files').get())
    if (read.length === 1) other.exec("UPDATE files SET error_message = 'theirs'")
    db.prepare('UPDATE files SET retry_count = retry_count + 1').run()
  })
  await db.close()
  expect(read).toEqual([{ error_message: null }, { error_message: 'theirs' }])
  expect(other.prepare('SELECT retry_count, error_message FROM files').get()).toEqual({
    retry_count: 1,
    error_message: 'theirs',
  })
})
