import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { openLocalPlace } from '../src/place/local-place.ts'
import { runLife } from '../src/run-life.ts'
import { findMachineTraces } from '../src/traces/find-on-machine.ts'
import { makeBooks } from '../src/world/make-books.ts'
import { makeWorld } from '../src/world/world.ts'

test('a dry run that is killed leaves its copy of the registry to the next start, which removes it', {
  timeout: 1_800_000,
}, async () => {
  const place = await openLocalPlace()
  const world = await makeWorld(place, { name: 'plan', books: await makeBooks('tiny'), converter: 'copy' })
  const killed = await runLife(world, { args: ['plan'], crashAt: 'before storage.list entry #1' })
  expect(killed.wasKilled).toBe(true)
  const left = await readdir(world.temp, { recursive: true })
  expect(left.some((path) => path.endsWith('registry.db'))).toBe(true)
  const { pid, code } = await runLife(world, { args: ['plan'] })
  expect(code).toBe(0)
  expect(await findMachineTraces(world, [killed.pid, pid])).toEqual([])
  await world.remove()
  await place.close()
})
