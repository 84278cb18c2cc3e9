import { sql } from 'kysely'
import type { FilterTerms } from '../query/find-by.ts'
import { foldText } from '../query/fold-text.ts'

/** Conditions as SQLite has them. */
export const sqliteTerms: FilterTerms = {
  isAmong: (ids) => sql`id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,

  // SQLite itself folds only ASCII; `fold_text` is defined on our connection. Most names have a byte a letter, are plain ASCII, and SQLite folds them
  // itself in a third of the time.
  nameContains(text) {
    const folded = sql`CASE WHEN octet_length(filename) = length(filename) THEN lower(filename) ELSE fold_text(filename) END`
    return sql`instr(${folded}, ${foldText(text)}) > 0`
  },

  withoutIndex: (column) => sql`+${sql.ref(column)}`,
}
