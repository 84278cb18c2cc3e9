import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chosen, type Tellable } from '../src/faults/chosen.ts'
import { openLocalPlace } from '../src/place/local-place.ts'
import type { Place } from '../src/place/place.ts'
import { type LifeOptions, runLife } from '../src/run-life.ts'
import { finish, finished } from '../src/state/finish.ts'
import { makeBooks } from '../src/world/make-books.ts'
import { makeWorld, type World } from '../src/world/world.ts'

interface Case extends Tellable {
  readonly name: string
  /** Puts the trouble in the place of the sound registry; what it returns ends it. */
  readonly trouble: (path: string) => Promise<() => void | Promise<void>>
  readonly says: RegExp
  readonly life?: LifeOptions
}

const nothing = () => {}
const change = (path: string, sql: string) => {
  const db = new SqliteDatabase(path)
  db.exec(sql)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

const CASES: readonly Case[] = [
  {
    name: 'damaged at its beginning',
    trouble: async (path) => writeFile(path, Buffer.alloc(8_192, 'x'), { flag: 'r+' }).then(() => nothing),
    says: /it is damaged, or no SQLite database\. Restore a backup, or move it away/,
  },
  {
    name: 'of a newer version',
    trouble: async (path) => {
      change(path, "INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-future', '2099')")
      return nothing
    },
    says: /made by a newer version of rittdoc-batch\. Install that version, or use another registry_db/,
  },
  {
    name: 'on a network file system',
    trouble: async () => nothing,
    says: /lies on a network file system \(NFS\).*Set registry_db to a path on a local disk/,
    life: { preload: new URL('../src/preload/on-network-disk.ts', import.meta.url) },
  },
  {
    name: 'a folder',
    trouble: async (path) => {
      await rm(path)
      await mkdir(path)
      return () => rm(path, { recursive: true })
    },
    says: /the file or its folder cannot be opened/,
  },
]
/** SQLite waits half a minute for a lock before it is told. */
const LOCKED: Case = {
  name: 'locked by another program',
  trouble: async (path) => {
    const db = new SqliteDatabase(path)
    db.exec('BEGIN EXCLUSIVE')
    return () => void db.close()
  },
  says: /another program holds a lock on it\. Close that program, or wait until it is done/,
}

const books = await makeBooks('tiny')
let place: Place
beforeAll(async () => {
  place = await openLocalPlace()
})
afterAll(() => place.close())

/** A world in which one book is done. */
async function makeUsedWorld(name: string): Promise<World> {
  const world = await makeWorld(place, { name, books: new Map([...books].slice(0, 1)), converter: 'copy' })
  expect((await runLife(world)).code).toBe(0)
  return world
}

const cases = chosen([...CASES.map((one) => ({ ...one, short: true })), LOCKED])

test('a registry that cannot be used is told with exit code 4 and left as it is, and once it is sound again work goes on', {
  timeout: 300_000,
}, async () => {
  const world = await makeUsedWorld('database')
  const path = world.registry
  await copyFile(path, join(world.folder, 'points-sound'))
  const extra = [...books].slice(1)
  for (const [key, bytes] of extra) await world.tree.put(key, bytes)
  const pids = []
  for (const { name, trouble, says, life: options } of cases) {
    const end = await trouble(path)
    const before = await readFile(path).catch(() => undefined)
    const life = await runLife(world, options)
    pids.push(life)
    expect({ name, code: life.code, says: life.stderr }).toEqual({ name, code: 4, says: expect.stringMatching(says) })
    expect(await readFile(path).catch(() => undefined)).toEqual(before)
    await end()
    for (const suffix of ['', '-wal', '-shm']) await rm(path + suffix, { force: true })
    await copyFile(join(world.folder, 'points-sound'), path)
  }
  expect(await finish({ ...world, books }, pids)).toEqual(finished(books.size))
  await world.remove()
})
