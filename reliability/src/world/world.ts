import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Place, Tree, TreeOptions } from '../place/place.ts'
import type { Books } from './make-books.ts'

/** What converts: the embedded converter, a program that copies, which is quicker, or a program with its arguments. */
export type ConverterKind = 'docbook' | 'copy' | readonly string[]

/** What a world is made of. */
export interface WorldOptions extends TreeOptions {
  readonly name: string
  readonly books: Books
  readonly converter: ConverterKind
  /** Keys of the section `processing`, beside those that make a run quick. */
  readonly processing?: Readonly<Record<string, number>> | undefined
  /** Further keys of the configuration. @default none */
  readonly config?: object | undefined
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
  const [temp, data] = [join(folder, 'temp'), join(folder, 'data')]
  for (const path of [temp, data]) await mkdir(path)
  const registry = join(data, 'registry.db')
  const converter = converterSection(options.converter)
  const processing = { ...PROCESSING, ...options.processing }
  const ours = { mode: 'automated', registry_db: registry, ...tree.sections, converter, processing }
  const config = { ...ours, ...options.config }
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

function converterSection(kind: ConverterKind): object {
  if (kind === 'docbook') return {}
  return { type: 'command', command: kind === 'copy' ? ['/bin/cp', '{input}', '{output}'] : kind }
}
