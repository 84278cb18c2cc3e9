import { sql } from 'kysely'
import type { FilterTerms } from '../query/find-by.ts'
import { foldText } from '../query/fold-text.ts'

/** Conditions as PostgreSQL has them. */
export const postgresTerms: FilterTerms = {
  isAmong: (ids) => sql`id = ANY(${[...ids]}::bigint[])`,

  // Letters of all scripts are folded by the rules of Unicode, which takes ten times as long as ASCII, and most names are ASCII.
  nameContains(text) {
    const unicode = sql`lower(normalize(filename, NFC) COLLATE "und-x-icu")`
    const ascii = sql`lower(filename COLLATE "C")`
    const folded = sql`CASE WHEN octet_length(filename) = length(filename) THEN ${ascii} COLLATE "C" ELSE ${unicode} COLLATE "C" END`
    return sql`strpos(${folded}, ${foldText(text)} COLLATE "C") > 0`
  },

  withoutIndex: (column) => sql.ref(column),
}
