import { ConfigError, RegistryError } from '@rittdoc-batch/core'
import { sql } from 'kysely'
import { COPIED_TABLES } from './copied-tables.ts'
import { type CopySide, openSide, openSource } from './copy-side.ts'
import { copyTable } from './copy-table.ts'

/** Rows by table. */
export type CopiedCounts = Readonly<
  Record<'files' | 'attempts' | 'forgotten' | 'sightings' | 'publishers' | 'paused' | 'runs', number>
>

/** Options of {@link copyRegistry}. */
export interface CopyRegistryOptions {
  /** Path of a file, or a `postgres:` URL. */
  readonly from: string
  readonly to: string
  /**
   * Copy although somebody works on books. They are due in the copy, and what becomes of them in the original is not in it.
   * @default false
   */
  readonly force?: boolean | undefined
  /** Told after each page. */
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined
}

/**
 * Copies a registry into another one, either way: files with their ids, attempts, what is known of deleted files, unfinished
 * uploads, turns and pauses of publishers, runs. Page by page; done again, it makes up for what is missing or has changed.
 * @returns how many rows either registry has
 * @throws ConfigError when books are being worked on, or when the target holds something else; RegistryError when the two
 * are not alike afterwards
 */
export async function copyRegistry(options: CopyRegistryOptions): Promise<CopiedCounts> {
  const from = await openSource(options.from)
  try {
    const to = await openSide(options.to)
    try {
      await expectAtRest(from, options.force ? [] : ['from'])
      await expectAtRest(to, ['to'])
      await expectUnused(from, to)
      return await copy({ from, to }, options.onProgress)
    } finally {
      await to.close()
    }
  } finally {
    await from.close()
  }
}

async function copy(
  sides: { readonly from: CopySide; readonly to: CopySide },
  onProgress: CopyRegistryOptions['onProgress'],
): Promise<CopiedCounts> {
  const { from, to } = sides
  const total = Object.values(await countRows(from)).reduce((sum, rows) => sum + rows, 0)
  let done = 0
  onProgress?.({ done, total })
  for (const table of COPIED_TABLES) {
    await copyTable(sides, table, (rows) => {
      done += rows
      onProgress?.({ done, total })
    })
  }
  for (const table of ['files', 'attempts'] as const) {
    const last = await from.lastId(table)
    if (last > (await to.lastId(table))) await to.keepId(table, last)
  }
  return expectAlike(await countRows(from), await countRows(to), to.place)
}

async function expectAtRest({ all, place }: CopySide, roles: readonly ('from' | 'to')[]): Promise<void> {
  if (roles.length === 0) return
  const [row] = await all(sql<{ files: number }>`SELECT count(*) AS files FROM files WHERE status = 'processing'`)
  if ((row?.files ?? 0) === 0) return
  const cure = roles.includes('from')
    ? 'Stop the workers first, or copy all the same with force'
    : 'Stop the workers first'
  throw new ConfigError(`Could not copy: ${row?.files} books are being worked on in the registry ${place}. ${cure}`, [])
}

/** A copy that work has gone on with must not be undone by copying again. */
async function expectUnused(from: CopySide, to: CopySide): Promise<void> {
  const [last, known] = [await to.lastId('attempts'), await from.lastId('attempts')]
  if (last <= known) return
  const cure = 'Copy into an empty one'
  throw new ConfigError(`Could not copy to the registry ${to.place}: it has been worked with since. ${cure}`, [])
}

async function countRows({ all }: CopySide): Promise<CopiedCounts> {
  const counts: [string, number][] = []
  for (const { name } of COPIED_TABLES) {
    const [row] = await all(sql<{ rows: number }>`SELECT count(*) AS rows FROM ${sql.table(name)}`)
    counts.push([name, row?.rows ?? 0])
  }
  return Object.fromEntries(counts) as CopiedCounts
}

function expectAlike(from: CopiedCounts, to: CopiedCounts, place: string): CopiedCounts {
  const unlike = COPIED_TABLES.filter(({ name }) => from[name] !== to[name])
  if (unlike.length === 0) return to
  const counts = unlike.map(({ name }) => `${name}: ${from[name]} there, ${to[name]} here`).join('; ')
  const cure = 'Somebody changed one of them meanwhile; copy again'
  throw new RegistryError('unknown', `The registry ${place} is not like its original: ${counts}. ${cure}`)
}
