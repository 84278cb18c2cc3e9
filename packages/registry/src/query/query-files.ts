import { setImmediate as letOthersRun } from 'node:timers/promises'
import type { FileQuery, FileRecord } from '@rittdoc-batch/core'
import { type Compilable, type Expression, type Kysely, type SqlBool, sql } from 'kysely'
import { toFileRecord } from '../rows/file-record.ts'
import type { RegistryTables } from '../schema/tables.ts'
import { type FilterTerms, type FindBy, findBy } from './find-by.ts'

/** A database that can be asked. */
export interface Queryable {
  readonly build: Kysely<RegistryTables>
  readonly terms: FilterTerms
  all<Row>(query: Compilable<Row>): Row[] | Promise<Row[]>
}

/** Rows read together. */
const PAGE = 500

/** Ids looked at together where an index alone does not tell which files are asked for: a few milliseconds. */
const LOOKED_AT = 5_000

/**
 * Rows in order of their ids, a page at a time: nothing is held open while the reader works, and between pages others
 * get their turn, however many rows it takes to find one. `use` may refuse.
 */
export async function* queryFiles(use: () => Queryable, query: FileQuery): AsyncGenerator<FileRecord> {
  const by = findBy(query, use().terms)
  if (by.ranges.length === 0) return
  const isNewest = query.order === 'newest'
  let left = query.limit ?? Number.POSITIVE_INFINITY
  let after = query.after
  while (left > 0) {
    const last = by.rest.length === 0 ? undefined : await lastToLookAt(use(), { by, isNewest, after })
    if (last === NOTHING_LEFT) return
    const size = Math.min(PAGE, left)
    const page = await readPage(use(), { by, isNewest, after, last }, size)
    for (const record of page) yield record
    if (page.length < size && last === undefined) return
    left -= page.length
    after = page.length < size ? last : page.at(-1)?.id
    if (left > 0) await letOthersRun()
  }
}

/** Where to read on. */
interface Part {
  readonly by: FindBy
  readonly isNewest: boolean
  readonly after: number | undefined
  /** Where to stop. */
  readonly last?: number | undefined
}

const NOTHING_LEFT = null

/** From the next row of the ranges on: where few rows are in them, or many were deleted, nothing is looked at in vain. */
async function lastToLookAt(db: Queryable, part: Part): Promise<number | typeof NOTHING_LEFT> {
  const arms = part.by.ranges.map((range) => db.build.selectFrom('files').select('id').where(between(range, part)))
  const rows = arms.reduce((all, arm) => all.unionAll(arm)).orderBy('id', part.isNewest ? 'desc' : 'asc')
  const [next] = await db.all(rows.limit(1))
  if (next === undefined) return NOTHING_LEFT
  return part.isNewest ? next.id - LOOKED_AT + 1 : next.id + LOOKED_AT - 1
}

/** Several ranges are merged as they are read: each comes in order of the ids. */
async function readPage(db: Queryable, part: Part, size: number): Promise<FileRecord[]> {
  const arms = part.by.ranges.map((range) => {
    const rows = db.build.selectFrom('files').selectAll().where(between(range, part))
    return part.by.rest.reduce((some, condition) => some.where(condition), rows)
  })
  const rows = arms.reduce((all, arm) => all.unionAll(arm)).orderBy('id', part.isNewest ? 'desc' : 'asc')
  return (await db.all(rows.limit(size))).map(toFileRecord)
}

function between(range: Expression<SqlBool>, { isNewest, after, last }: Part): Expression<SqlBool> {
  const [beyond, upTo] = isNewest ? [sql`<`, sql`>=`] : [sql`>`, sql`<=`]
  const from = after === undefined ? sql`` : sql` AND id ${beyond} ${after}`
  const to = last === undefined ? sql`` : sql` AND id ${upTo} ${last}`
  return sql<SqlBool>`${range}${from}${to}`
}
