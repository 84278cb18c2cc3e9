import SqliteDatabase from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openLocalPlace } from '../src/place/local-place.ts'
import { runLife } from '../src/run-life.ts'
import { findTreeTraces } from '../src/traces/find-in-tree.ts'
import { findMachineTraces } from '../src/traces/find-on-machine.ts'
import { makeBook } from '../src/world/make-books.ts'
import { makeWorld } from '../src/world/world.ts'

test('a book at which three processes die in the same phase is given up with code crashed, leaves nothing, and can be asked for again', {
  timeout: 1_800_000,
}, async () => {
  const place = await openLocalPlace()
  const book = await makeBook('poison')
  const world = await makeWorld(place, { name: 'poison', books: new Map([['A/book.epub', book]]), converter: 'copy' })
  const pids: number[] = []
  for (let i = 0; i < 3; i++) {
    const { pid, wasKilled } = await runLife(world, { crashAt: 'before fs.rename #1' })
    expect(wasKilled).toBe(true)
    pids.push(pid)
  }
  const given = await runLife(world)
  expect(given.code).toBe(3)
  const db = new SqliteDatabase(world.registry, { readonly: true })
  const row = db.prepare('SELECT status, error_code, error_message FROM files').get()
  const outcomes = db.prepare('SELECT outcome FROM attempts').pluck().all()
  db.close()
  const died = 'The process that worked on this file died 3 times in a row in the phase "publish"'
  expect(row).toEqual({ status: 'failed', error_code: 'crashed', error_message: died })
  expect(outcomes).toEqual(['lost', 'lost', 'lost'])
  expect(await findTreeTraces(world, new Map())).toEqual([])
  expect((await runLife(world, { args: ['retry'] })).code).toBe(0)
  const again = await runLife(world)
  expect(again.code).toBe(0)
  expect(await findTreeTraces(world, new Map([['A/Output XML/book.zip', book]]))).toEqual([])
  expect(await findMachineTraces(world, [...pids, given.pid, again.pid])).toEqual([])
  await world.remove()
  await place.close()
})
