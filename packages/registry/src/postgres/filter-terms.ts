import { sql } from 'kysely'
import type { FilterTerms } from '../query/find-by.ts'
import { foldText } from '../query/fold-text.ts'

/** Conditions as PostgreSQL has them. */
export const postgresTerms: FilterTerms = {
  isAmong: (ids) => sql`id = ANY(${[...ids]}::bigint[])`,
  nameContains: (text) =>
    sql`strpos(lower(normalize(filename, NFC) COLLATE "und-x-icu"), ${foldText(text)} COLLATE "und-x-icu") > 0`,
  withoutIndex: (column) => sql.ref(column),
}
