import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { countPoints, type PassedPoints } from './kill-points.ts'
import type { Place } from './place/place.ts'
import { runLife } from './run-life.ts'
import { type Packages, readPackages } from './traces/find-in-tree.ts'
import { makeWorld, type WorldOptions } from './world/world.ts'

/** What a life that nobody disturbs does. */
export interface Undisturbed {
  readonly passed: PassedPoints
  readonly packages: Packages
  readonly durationMs: number
}

/** Lives one life to its end, and notes every point that it passes and every package that it makes. */
export async function liveUndisturbed(place: Place, options: WorldOptions): Promise<Undisturbed> {
  const world = await makeWorld(place, options)
  try {
    const crashLog = join(world.folder, 'points')
    const started = performance.now()
    const { code, stdout, stderr } = await runLife(world, { crashLog })
    const durationMs = performance.now() - started
    const packages = await readPackages(world)
    if (code !== 0 || packages.size !== world.books.size) {
      throw new Error(`An undisturbed life ended with code ${code}:\n${stdout}${stderr}`)
    }
    return { passed: countPoints(await readFile(crashLog, 'utf8')), packages, durationMs }
  } finally {
    await world.remove()
  }
}
