import { deathByBytes } from './death-by-bytes.ts'
import { type KillPoint, writePoint } from './kill-points.ts'
import type { Place } from './place/place.ts'
import { type Life, runLife } from './run-life.ts'
import { findRegistryTraces } from './traces/find-in-registry.ts'
import { findHalves, findTreeTraces, type Packages } from './traces/find-in-tree.ts'
import { findMachineTraces } from './traces/find-on-machine.ts'
import type { Finding } from './traces/finding.ts'
import { makeWorld, type World, type WorldOptions } from './world/world.ts'

/** How one life ends: at a point, some time after its start, or when so many bytes have reached the server. */
export type Death =
  | { readonly at: KillPoint }
  | { readonly afterMs: number }
  | { readonly afterBytes: number; readonly direction: 'toServer' | 'toClient' }

/** A world whose processes die, one after the other, until one may live. */
export interface Story {
  readonly place: Place
  readonly world: WorldOptions
  /** Packages of an undisturbed run. */
  readonly expected: Packages
  readonly deaths: readonly Death[]
}

/** What became of it. */
export interface Outcome {
  /** How many of the deaths came to pass; a point may not be reached again in another order of things. */
  readonly kills: number
  readonly findings: readonly Finding[]
  /** What the last life wrote, for those who look into findings. */
  readonly last: Life
}

/** Plays a story to its end and looks at everything that is left. */
export async function playStory(story: Story): Promise<Outcome> {
  const { place, expected } = story
  const proxied = await deathByBytes(place, story.deaths)
  const world = await makeWorld(place, { ...story.world, through: proxied.through })
  try {
    const lives: Life[] = []
    const found: Finding[] = []
    for (const death of story.deaths) {
      lives.push(await proxied.during(death, (watch) => die(world, death, watch)))
      found.push(...(await findHalves(world, expected)))
    }
    const last = await runLife(world)
    lives.push(last)
    const kills = lives.filter(({ wasKilled }) => wasKilled).length
    found.push(...judgeLast(last), ...findRegistryTraces(world.registry, { books: world.books.size, kills }))
    found.push(...(await findTreeTraces(world, expected)))
    found.push(
      ...(await findMachineTraces(
        world,
        lives.map(({ pid }) => pid),
      )),
    )
    return { kills, findings: found, last }
  } finally {
    await world.remove()
    await proxied.close()
  }
}

function judgeLast({ code, hung }: Life): Finding[] {
  if (hung) return [{ wrong: 'lost', what: 'the last life did not end' }]
  return code === 0 ? [] : [{ wrong: 'lost', what: `the last life ended with code ${code}` }]
}

async function die(world: World, death: Death, watch: (kill: () => void) => void): Promise<Life> {
  if ('at' in death) return runLife(world, { crashAt: writePoint(death.at) })
  if ('afterBytes' in death) return runLife(world, { onStart: watch })
  let timer: NodeJS.Timeout | undefined
  const onStart = (kill: () => void) => {
    timer = setTimeout(kill, death.afterMs)
  }
  return runLife(world, { onStart }).finally(() => clearTimeout(timer))
}
