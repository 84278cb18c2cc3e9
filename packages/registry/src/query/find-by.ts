import type { FileQuery } from '@rittdoc-batch/core'
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import { isAmong, nameContains } from '../sqlite/filter-terms.ts'

/** How the files of a query are found. */
export interface FindBy {
  /** Every file asked for is in just one of these; each is a range of one index, in order of the ids. */
  readonly ranges: readonly Expression<SqlBool>[]
  /** What else must hold, looked at file by file. */
  readonly rest: readonly Expression<SqlBool>[]
}

/**
 * Chooses the index that leaves the fewest rows to look at. SQLite cannot: without statistics it takes one that makes it
 * sort a million rows, so whatever is not the range is hidden from it behind a plus sign.
 */
export function findBy(query: FileQuery): FindBy {
  const [used, ranges] = chooseRanges(query)
  const { storage, publisher, status, key, code, ids, search } = query
  const rest = [
    used.has('ids') || ids === undefined ? undefined : isAmong(ids),
    used.has('key') || key === undefined ? undefined : sql<SqlBool>`+s3_key = ${key}`,
    used.has('code') || code === undefined ? undefined : sql<SqlBool>`+error_code = ${code}`,
    used.has('publisher') || publisher === undefined ? undefined : sql<SqlBool>`+publisher = ${publisher}`,
    used.has('status') || status === undefined ? undefined : sql<SqlBool>`+status IN (${sql.join([status].flat())})`,
    used.has('storage') || storage === undefined ? undefined : sql<SqlBool>`+storage = ${storage}`,
    search === undefined ? undefined : nameContains(search),
  ]
  return { ranges, rest: rest.filter((condition) => condition !== undefined) }
}

/** The conditions of {@link findBy} as one. */
export function allOf({ ranges, rest }: FindBy): RawBuilder<SqlBool> {
  if (ranges.length === 0) return sql<SqlBool>`1 = 0`
  return sql<SqlBool>`(${sql.join(ranges, sql` OR `)})${sql.join(
    rest.map((term) => sql` AND ${term}`),
    sql``,
  )}`
}

type Ranges = readonly [used: ReadonlySet<keyof FileQuery>, ranges: readonly Expression<SqlBool>[]]

/** The most selective first. */
function chooseRanges({ ids, key, storage, publisher, code, status }: FileQuery): Ranges {
  const statuses = status === undefined ? undefined : [...new Set([status].flat())]
  if (ids !== undefined) return [new Set(['ids']), [isAmong(ids)]]
  if (key !== undefined) return [new Set(['key', 'storage']), [hasKey(key, storage)]]
  if (publisher !== undefined && statuses !== undefined) {
    const ranges = statuses.map((one) => sql<SqlBool>`publisher = ${publisher} AND status = ${one}`)
    return [new Set(['publisher', 'status']), ranges]
  }
  if (code !== undefined) return [new Set(['code']), [sql<SqlBool>`error_code = ${code}`]]
  if (publisher !== undefined) return [new Set(['publisher']), [sql<SqlBool>`publisher = ${publisher}`]]
  if (statuses !== undefined) return [new Set(['status']), statuses.map((one) => sql<SqlBool>`status = ${one}`)]
  return [new Set(), [sql<SqlBool>`1 = 1`]]
}

/** Without a storage it is looked for in each: there are few, and the index of the keys begins with them. */
function hasKey(key: string, storage: string | undefined): RawBuilder<SqlBool> {
  if (storage !== undefined) return sql<SqlBool>`storage = ${storage} AND s3_key = ${key}`
  return sql<SqlBool>`storage IN (${STORAGES}) AND s3_key = ${key}`
}

/** Jumps from one storage to the next; DISTINCT would look at every row. */
const STORAGES = sql`WITH RECURSIVE every (name) AS (
    SELECT (SELECT MIN(storage) FROM files)
    UNION ALL SELECT (SELECT MIN(storage) FROM files WHERE storage > every.name) FROM every WHERE every.name IS NOT NULL
  ) SELECT name FROM every WHERE name IS NOT NULL`
