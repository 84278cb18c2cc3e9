import SqliteDatabase from 'better-sqlite3'
import type { Life } from '../run-life.ts'
import { findHalves, type Packages } from '../traces/find-in-tree.ts'
import { findMachineTraces } from '../traces/find-on-machine.ts'
import { type Finding, findings } from '../traces/finding.ts'
import type { Books } from '../world/make-books.ts'
import type { World } from '../world/world.ts'

/** What a world comes to when nobody works in it, counted. */
export interface State {
  /** Rows by status. */
  readonly rows: Readonly<Record<string, number>>
  /** Attempts by outcome and code, for example `completed` and `released timeout`. */
  readonly attempts: Readonly<Record<string, number>>
  /** What the books have been charged together. */
  readonly retries: number
  /** Packages that stand. */
  readonly packages: number
  /** What is half, or left over: packages, leases, duties, processes, temporary files. */
  readonly findings: readonly Finding[]
  /** Uploads on the storage that were begun and not finished. */
  readonly unfinished: readonly string[]
}

/** The packages that a copying converter makes of books. */
export function copiesOf(books: Books): Packages {
  return new Map([...books].map(([key, bytes]) => [key.replace(/\/(.*)\.epub$/, '/Output XML/$1.zip'), bytes]))
}

/** Counts what stands after these lives. */
export async function readState(world: World, lives: readonly Life[]): Promise<State> {
  const expected = copiesOf(world.books)
  const standing = await world.tree.read()
  const wanted = new Set([...world.books.keys(), ...expected.keys()])
  const strange = [...standing.keys()].filter((key) => !wanted.has(key))
  const pids = lives.map(({ pid }) => pid)
  return {
    ...readRows(world.registry),
    packages: [...expected.keys()].filter((key) => standing.has(key)).length,
    findings: [
      ...(await findHalves(world, expected)),
      ...findings('leaked', leasesOf(world.registry)),
      ...(await findMachineTraces(world, pids)),
    ],
    unfinished: [...strange, ...(await world.tree.openUploads())],
  }
}

function readRows(path: string): Pick<State, 'rows' | 'attempts' | 'retries'> {
  return withDatabase(path, { rows: {}, attempts: {}, retries: 0 }, (db) => {
    const counts = (sql: string) => Object.fromEntries(db.prepare(sql).raw().all() as [string, number][])
    return {
      rows: counts('SELECT status, COUNT(*) FROM files GROUP BY 1'),
      attempts: counts("SELECT TRIM(outcome || ' ' || COALESCE(code, '')), COUNT(*) FROM attempts GROUP BY 1"),
      retries: Number(db.prepare('SELECT COALESCE(SUM(retry_count), 0) FROM files').pluck().get()),
    }
  })
}

function leasesOf(path: string): string[] {
  return withDatabase(path, [], (db) => {
    const held =
      "SELECT 'lease ' || s3_key FROM files WHERE lease_owner IS NOT NULL UNION ALL SELECT 'duty ' || name FROM duties"
    return db.prepare(held).pluck().all() as string[]
  })
}

/** Looks into a registry; one that was never made has nothing in it. */
export function withDatabase<T>(path: string, none: T, look: (db: SqliteDatabase.Database) => T): T {
  let db: SqliteDatabase.Database
  try {
    db = new SqliteDatabase(path, { readonly: true, fileMustExist: true })
  } catch {
    return none
  }
  try {
    const hasTables = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'attempts'").get() !== undefined
    return hasTables ? look(db) : none
  } finally {
    db.close()
  }
}
