import type { FileQuery } from '@rittdoc-batch/core'
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import { toTimestamp } from '../rows/timestamp.ts'

/** How the files of a query are found. */
export interface FindBy {
  /** Every file asked for is in just one of these; each is a range of one index, in order of the ids. */
  readonly ranges: readonly Expression<SqlBool>[]
  /** What else must hold, looked at file by file. */
  readonly rest: readonly Expression<SqlBool>[]
}

/** How a database says what queries ask. */
export interface FilterTerms {
  /** The id is one of these, of which there may be any number. */
  isAmong(ids: readonly number[]): RawBuilder<SqlBool>
  /** The file name has this part, in any case. */
  nameContains(text: string): RawBuilder<SqlBool>
  /** A column, in a condition for which no index is to be used. */
  withoutIndex(column: string): RawBuilder<unknown>
}

/**
 * Chooses the index that leaves the fewest rows to look at. Databases do not always: without statistics, or for the sake
 * of the order, they take one that makes them look at a million rows.
 */
export function findBy(query: FileQuery, terms: FilterTerms): FindBy {
  const [used, ranges] = chooseRanges(query, terms)
  const { storage, publisher, status, key, code, ids, completedBefore, search } = query
  const has = (column: string, value: unknown) => sql<SqlBool>`${terms.withoutIndex(column)} = ${value}`
  const hasStatus = (some: readonly string[]) => sql<SqlBool>`${terms.withoutIndex('status')} IN (${sql.join(some)})`
  const rest = [
    used.has('ids') || ids === undefined ? undefined : terms.isAmong(ids),
    used.has('key') || key === undefined ? undefined : has('s3_key', key),
    used.has('code') || code === undefined ? undefined : has('error_code', code),
    used.has('publisher') || publisher === undefined ? undefined : has('publisher', publisher),
    used.has('status') || status === undefined ? undefined : hasStatus([status].flat()),
    used.has('storage') || storage === undefined ? undefined : has('storage', storage),
    completedBefore === undefined ? undefined : sql<SqlBool>`completed_at < ${toTimestamp(completedBefore)}`,
    search === undefined ? undefined : terms.nameContains(search),
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
function chooseRanges({ ids, key, storage, publisher, code, status }: FileQuery, terms: FilterTerms): Ranges {
  const statuses = status === undefined ? undefined : [...new Set([status].flat())]
  if (ids !== undefined) return [new Set(['ids']), [terms.isAmong(ids)]]
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
