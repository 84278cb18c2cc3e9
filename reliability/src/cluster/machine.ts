import { type Life, runLife } from '../run-life.ts'
import type { World } from '../world/world.ts'
import { HOST } from './host.ts'
import { until } from './until.ts'

/** A process that believes to be on a machine of its own. */
export interface Machine {
  readonly host: string
  /** What it has logged so far. */
  log(): string
  /** Waits until it has logged something like this. */
  says(what: RegExp): Promise<void>
  kill(signal: NodeJS.Signals): void
  readonly ended: Promise<Life>
}

const PRELOAD = new URL('../preload/other-host.ts', import.meta.url)

/** It works until it is told to stop: as long as a test may take. */
const LIFE_MS = 7_200_000

/** Starts the command line on a machine. */
export async function startMachine(world: World, host: string, ...args: readonly string[]): Promise<Machine> {
  let text = ''
  let kill: Machine['kill'] = () => {}
  const ended = runLife(world, {
    ...{ args, preload: PRELOAD, env: { [HOST]: host }, lifeMs: LIFE_MS },
    onStart: (send) => {
      kill = send
    },
    onLog: (more) => {
      text += more
    },
  })
  const says = async (what: RegExp) => {
    let hasEnded = false
    void ended.then(() => {
      hasEnded = true
    })
    await until(`${host} says ${what}`, () => what.test(text) || hasEnded)
    if (!what.test(text)) throw new Error(`${host} ended before it said ${what}:\n${text}`)
  }
  return { host, log: () => text, says, kill: (signal) => kill(signal), ended }
}
