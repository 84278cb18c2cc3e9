import { afterAll, beforeAll, expect, test } from 'vitest'
import { chosen } from '../src/faults/chosen.ts'
import { openLocalPlace } from '../src/place/local-place.ts'
import type { Place } from '../src/place/place.ts'
import { type LifeOptions, runLife } from '../src/run-life.ts'
import { finish, finished } from '../src/state/finish.ts'
import { readState } from '../src/state/state.ts'
import { makeBooks } from '../src/world/make-books.ts'
import { makeWorld, type World } from '../src/world/world.ts'

/** A moment in each phase. */
const POINTS = {
  list: 'before storage.list entry #2',
  download: 'before storage.download #2',
  convert: 'after process.spawn #2',
  upload: 'before storage.upload #2',
  settle: 'before registry.settle #2',
}

const all = Object.keys(POINTS).flatMap((phase) =>
  (['SIGTERM', 'SIGINT'] as const).flatMap((signal) =>
    [1, 2].flatMap((times) => ['run', 'schedule'].map((command) => ({ phase, signal, times, command }))),
  ),
)
/** In the short suite every phase once, each time stopped in another way. */
const cases = chosen(all.map((one, index) => ({ ...one, short: index % 8 === (Math.floor(index / 8) * 3) % 8 })))

const books = await makeBooks('tiny')
let place: Place
beforeAll(async () => {
  place = await openLocalPlace()
})
afterAll(() => place.close())

/** A world with four books, and runs one after the other where it is told to run on a schedule. */
function makeQuietWorld(name: string, processing: Record<string, number>): Promise<World> {
  const config = { scheduler: { run_on_startup: true } }
  return makeWorld(place, { name, books, converter: 'copy', processing, config })
}

/** Lives until its signals end it: the first at the point, the second once it says that it heard the first. */
async function liveUntilStopped(
  world: World,
  { times, signal, ...options }: LifeOptions & { times: number; signal: NodeJS.Signals },
) {
  let send = (_: NodeJS.Signals) => {}
  let isSent = times === 1
  const onLog = (text: string) => {
    if (isSent || !/running files may finish/.test(text)) return
    isSent = true
    send(signal)
  }
  const onStart: LifeOptions['onStart'] = (kill) => {
    send = kill
  }
  return runLife(world, { ...options, crashSignal: signal, onLog, onStart })
}

test.each(cases)(
  '$signal ($times) at $phase ends $command, and costs no book anything',
  { timeout: 120_000 },
  async (one) => {
    const { phase, signal, times, command } = one
    const world = await makeQuietWorld(`${phase}-${signal}-${times}-${command}`, { shutdown_grace_seconds: 60 })
    const crashAt = POINTS[phase as keyof typeof POINTS]
    const life = await liveUntilStopped(world, { crashAt, signal, times, args: [command] })
    expect(life.stderr).toMatch(`${signal}: running files may finish`)
    expect(life.code).toBe(0)
    expect(life.durationMs).toBeLessThan(60_000)
    const { attempts, retries, findings, unfinished } = await readState(world, [life])
    expect({ retries, findings, unfinished }).toEqual({ retries: 0, findings: [], unfinished: [] })
    expect(Object.keys(attempts).filter((outcome) => !/^(completed|released aborted)$/.test(outcome))).toEqual([])
    expect(await finish(world, [life])).toEqual(finished(books.size))
    await world.remove()
  },
)
