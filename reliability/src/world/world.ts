import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Place, Tree, TreeOptions } from '../place/place.ts'
import type { Books } from './make-books.ts'

/** What converts: the embedded converter, or a program that copies, which is quicker. */
export type ConverterKind = 'docbook' | 'copy'

/** What a world is made of. */
export interface WorldOptions extends TreeOptions {
  readonly name: string
  readonly books: Books
  readonly converter: ConverterKind
  /** Keys of the section `processing`, beside those that make a run quick. */
  readonly processing?: Readonly<Record<string, number>> | undefined
}

/** A place for the command line to live in: a tree with books, a folder with a configuration, room for temporary files. */
export interface World {
  readonly books: Books
  readonly tree: Tree
  readonly folder: string
  readonly temp: string
  readonly registry: string
  remove(): Promise<void>
}

const PROCESSING = { min_age_seconds: 0, retry_delay_seconds: 0, max_retries: 5, max_concurrent_jobs: 2 }

/** Makes a world with nothing done in it. */
export async function makeWorld(place: Place, options: WorldOptions): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'crash-world-'))
  const tree = await place.makeTree(options.name, { through: options.through })
  for (const [key, bytes] of options.books) await tree.put(key, bytes)
  const [temp, registry] = [join(folder, 'temp'), join(folder, 'registry.db')]
  await mkdir(temp)
  const converter =
    options.converter === 'docbook' ? {} : { type: 'command', command: ['/bin/cp', '{input}', '{output}'] }
  const processing = { ...PROCESSING, ...options.processing }
  const config = { mode: 'automated', registry_db: registry, ...tree.sections, converter, processing }
  const files = { ...tree.homeFiles, 'config.yaml': JSON.stringify(config) }
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  const remove = async () => {
    await tree.remove()
    await rm(folder, { recursive: true, force: true })
  }
  return { books: options.books, tree, folder, temp, registry, remove }
}
