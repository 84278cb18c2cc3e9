import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLocalPlace } from '../src/place/local-place.ts'
import { runLife } from '../src/run-life.ts'
import { finish, finished } from '../src/state/finish.ts'
import { readState } from '../src/state/state.ts'
import { makeBooks } from '../src/world/make-books.ts'
import { makeWorld } from '../src/world/world.ts'

const preload = new URL('../src/preload/jumping-clock.ts', import.meta.url)
/** The clocks jump inside the first conversion, which goes on for longer than a lease, so that it has to be renewed. */
const SLOW = ['/bin/sh', '-c', 'sleep 1; touch "$3"; sleep 4; cp "$1" "$2"', 'slow', '{input}', '{output}']

test('wall clocks that jump an hour, one process forth and one back, neither end a lease nor prolong one', {
  timeout: 120_000,
}, async () => {
  const place = await openLocalPlace()
  const books = await makeBooks('tiny')
  const processing = { lease_seconds: 3, max_concurrent_jobs: 2 }
  const folder = await mkdtemp(join(tmpdir(), 'clock-'))
  const moment = join(folder, 'jump')
  const world = await makeWorld(place, { name: 'clock', books, converter: [...SLOW, moment], processing })
  const jumps = ['1', '-1'].map((hours) => ({ RITTDOC_JUMP_HOURS: hours, RITTDOC_JUMP_WHEN: moment }))
  const lives = await Promise.all(jumps.map((env) => runLife(world, { preload, env })))
  expect(lives.map(({ code }) => code)).toEqual([0, 0])
  // A process whose clock went back leaves what is due by then to whoever comes later.
  expect(Object.keys((await readState(world, lives)).attempts)).toEqual(['completed'])
  expect(await finish(world, lives)).toEqual(finished(books.size))
  await world.remove()
  await place.close()
  await rm(folder, { recursive: true })
})
