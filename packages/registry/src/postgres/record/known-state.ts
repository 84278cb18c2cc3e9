import type { SeenFile } from '@rittdoc-batch/core'
import { KNOWN_COLUMNS, type KnownRow } from '../../record/decide-record.ts'
import type { ForgottenRow } from '../../record/record-store.ts'
import type { Connection, PostgresDatabase } from '../database.ts'

/** What a plan could not know yet. */
export interface Needs {
  /** Collision forms of output keys. */
  readonly names: ReadonlySet<string>
  /** Ids of rows that are to be changed, and must not change meanwhile. */
  readonly locks: ReadonlySet<number>
}

/** Who has, or had, an output key. */
export interface NameHolder {
  readonly outputStorage: string
  readonly collision: string
  readonly storage: string
  readonly key: string
}

/** Identifies a file in maps. */
export function fileId(storage: string, key: string): string {
  return `${storage}\0${key}`
}

/** The part of the database that recording some files is about, read in a few statements. */
export class KnownState {
  readonly #db: PostgresDatabase
  readonly #connection: Connection
  readonly #files: readonly SeenFile[]
  readonly rows = new Map<string, KnownRow>()
  readonly forgotten = new Map<string, ForgottenRow & { readonly storage: string; readonly s3_key: string }>()
  readonly sightings = new Map<string, { readonly version: string; readonly first_seen_at: string }>()
  readonly holders = new Map<string, NameHolder[]>()
  /** Collision forms whose holders are known. */
  readonly names = new Set<string>()
  readonly locked = new Set<number>()
  now = ''

  private constructor(db: PostgresDatabase, connection: Connection, files: readonly SeenFile[]) {
    this.#db = db
    this.#connection = connection
    this.#files = files
  }

  static async read(
    db: PostgresDatabase,
    connection: Connection,
    { files, withSightings }: { readonly files: readonly SeenFile[]; readonly withSightings: boolean },
  ): Promise<KnownState> {
    const state = new KnownState(db, connection, files)
    const storages = [...new Set(['', ...files.map(({ storage }) => storage)])]
    const asked = [storages, files.map(({ key }) => key)]
    for (const row of await state.#rows<KnownRow & { s3_key: string }>(READ.rows, asked)) state.#addRow(row)
    for (const row of await state.#rows<ForgottenRow & { storage: string; s3_key: string }>(READ.forgotten, asked))
      state.forgotten.set(fileId(row.storage, row.s3_key), row)
    if (withSightings) await state.#readSightings(asked)
    state.now = (await state.#rows<{ now: string }>(READ.now, []))[0]?.now ?? ''
    return state
  }

  /** Reads what a plan needed, and locks the rows that it changes. */
  async learn({ names, locks }: Needs): Promise<void> {
    if (locks.size > 0) {
      for (const row of await this.#rows<KnownRow & { s3_key: string }>(READ.locked, [[...locks]])) this.#addRow(row)
      for (const id of locks) this.locked.add(id)
    }
    if (names.size === 0) return
    const places = [...new Set(['', ...this.#files.map(({ outputStorage }) => outputStorage)])]
    for (const holder of await this.#rows<NameHolder>(READ.holders, [places, [...names]]))
      this.holders.set(holder.collision, [...(this.holders.get(holder.collision) ?? []), holder])
    for (const name of names) this.names.add(name)
  }

  #addRow(row: KnownRow & { readonly s3_key: string }): void {
    this.rows.set(fileId(row.storage, row.s3_key), row)
  }

  async #readSightings(asked: readonly unknown[]): Promise<void> {
    type Sighting = { storage: string; s3_key: string; version: string; first_seen_at: string }
    for (const row of await this.#rows<Sighting>(READ.sightings, asked))
      this.sightings.set(fileId(row.storage, row.s3_key), row)
  }

  #rows<Row>(statement: { readonly name: string; readonly text: string }, values: readonly unknown[]): Promise<Row[]> {
    return this.#db.rows<Row>(statement, values, this.#connection)
  }
}

const ASKED = 'storage = ANY($1) AND s3_key = ANY($2)'
const HOLDER = 'output_storage AS "outputStorage", output_collision AS collision, storage, s3_key AS key'
const COLUMNS = `${KNOWN_COLUMNS.join(', ')}, s3_key`

const READ = {
  now: { name: 'record-now', text: 'SELECT clock_timestamp() AS now' },
  rows: { name: 'record-rows', text: `SELECT ${COLUMNS} FROM files WHERE ${ASKED}` },
  locked: { name: 'record-lock', text: `SELECT ${COLUMNS} FROM files WHERE id = ANY($1) ORDER BY id FOR UPDATE` },
  forgotten: {
    name: 'record-forgotten',
    text: `SELECT storage, s3_key, version, file_size, output_storage, output_key FROM forgotten WHERE ${ASKED}`,
  },
  sightings: {
    name: 'record-sightings',
    text: `SELECT storage, s3_key, version, first_seen_at FROM sightings WHERE ${ASKED}`,
  },
  holders: {
    name: 'record-holders',
    text: `SELECT ${HOLDER} FROM files WHERE output_storage = ANY($1) AND output_collision = ANY($2)
      UNION ALL SELECT ${HOLDER} FROM forgotten WHERE output_storage = ANY($1) AND output_collision = ANY($2)`,
  },
} as const
