import type { World } from '../world/world.ts'
import { type Finding, findings } from './finding.ts'

/** Packages of an undisturbed run, by their keys. */
export type Packages = ReadonlyMap<string, Buffer>

/** Everything in a world's tree that is no book. */
export async function readPackages({ tree, books }: World): Promise<Map<string, Buffer>> {
  const everything = await tree.read()
  for (const key of books.keys()) everything.delete(key)
  return everything
}

/** At any moment: every package that shows is whole, and every book is as it was. */
export async function findHalves(world: World, expected: Packages): Promise<Finding[]> {
  const standing = await world.tree.read()
  const whole = new Map([...world.books, ...expected])
  const differing = [...standing].filter(([key, bytes]) => whole.get(key)?.equals(bytes) === false)
  return findings(
    'half',
    differing.map(([key, bytes]) => `${key}: ${bytes.length} bytes stand there, ${whole.get(key)?.length} expected`),
  )
}

/** At the end: every package stands, and nothing else but the books. */
export async function findTreeTraces(world: World, expected: Packages): Promise<Finding[]> {
  const standing = await world.tree.read()
  const wanted = new Map([...world.books, ...expected])
  const missing = [...wanted.keys()].filter((key) => !standing.has(key))
  const strange = [...standing.keys()].filter((key) => !wanted.has(key))
  return [
    ...findings('lost', missing),
    ...findings('leaked', [...strange, ...(await world.tree.openUploads())]),
    ...(await findHalves(world, expected)),
  ]
}
