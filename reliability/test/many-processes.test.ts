import SqliteDatabase from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openLocalPlace } from '../src/place/local-place.ts'
import { runLife } from '../src/run-life.ts'
import { findRegistryTraces } from '../src/traces/find-in-registry.ts'
import { findTreeTraces } from '../src/traces/find-in-tree.ts'
import { findMachineTraces } from '../src/traces/find-on-machine.ts'
import { makeBook } from '../src/world/make-books.ts'
import { makeWorld, type World } from '../src/world/world.ts'

const BOOKS = Number(process.env.RITTDOC_CROWD_BOOKS ?? 24)
const PROCESSES = Number(process.env.RITTDOC_PROCESSES ?? 3)

/** A world with many books of five publishers, and the packages that a copying converter makes of them. */
async function makeCrowdedWorld(): Promise<{ world: World; packages: Map<string, Buffer>; close(): Promise<void> }> {
  const place = await openLocalPlace()
  const [books, packages] = [new Map<string, Buffer>(), new Map<string, Buffer>()]
  for (let i = 0; i < BOOKS; i++) {
    const bytes = await makeBook(`book ${i}`)
    books.set(`P${i % 5}/book-${i}.epub`, bytes)
    packages.set(`P${i % 5}/Output XML/book-${i}.zip`, bytes)
  }
  const processing = { max_concurrent_jobs: 4 }
  const world = await makeWorld(place, { name: 'crowded', books, converter: 'copy', processing })
  return { world, packages, close: () => world.remove().then(() => place.close()) }
}

function countAttempts(path: string, outcome: string): number {
  const db = new SqliteDatabase(path, { readonly: true })
  try {
    return db.prepare('SELECT COUNT(*) FROM attempts WHERE outcome = ?').pluck().get(outcome) as number
  } finally {
    db.close()
  }
}

test('processes that start together on one registry convert every book once', { timeout: 1_800_000 }, async () => {
  const { world, packages, close } = await makeCrowdedWorld()
  const lives = await Promise.all(Array.from({ length: PROCESSES }, () => runLife(world)))
  expect(lives.map(({ code, stderr }) => (code === 0 ? '' : stderr))).toEqual(lives.map(() => ''))
  const pids = lives.map(({ pid }) => pid)
  expect(findRegistryTraces(world.registry, { books: BOOKS, kills: 0 })).toEqual([])
  expect(await findTreeTraces(world, packages)).toEqual([])
  expect(await findMachineTraces(world, pids)).toEqual([])
  expect(countAttempts(world.registry, 'completed')).toBe(BOOKS)
  await close()
})

test('one that is killed among them costs each of its books one attempt, and the others do its work', {
  timeout: 1_800_000,
}, async () => {
  const { world, packages, close } = await makeCrowdedWorld()
  const { promise: isWorking, resolve } = Promise.withResolvers<void>()
  const onLog = (text: string) => / started publisher=/.test(text) && resolve()
  const doomed = runLife(world, { crashAt: 'after storage.upload #2', onLog })
  await Promise.race([isWorking, doomed])
  const others = Array.from({ length: PROCESSES - 1 }, () => runLife(world))
  const lives = await Promise.all([doomed, ...others])
  lives.push(await runLife(world))
  expect(lives[0]?.wasKilled).toBe(true)
  expect(findRegistryTraces(world.registry, { books: BOOKS, kills: 1 })).toEqual([])
  expect(await findTreeTraces(world, packages)).toEqual([])
  expect(
    await findMachineTraces(
      world,
      lives.map(({ pid }) => pid),
    ),
  ).toEqual([])
  expect(countAttempts(world.registry, 'lost')).toBeLessThanOrEqual(4)
  await close()
})
