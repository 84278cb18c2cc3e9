import { sql } from 'kysely'
import type { FilterTerms } from '../query/file-filter.ts'

/** Text as two people who type it alike see it: in any case, composed or not. SQLite itself folds only ASCII. */
export function foldText(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

/** The conditions that every engine writes its own way, for SQLite. `fold_text` is defined on our connection. */
export const sqliteTerms: FilterTerms = {
  isAmong: (ids) => sql`id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`, // any number of them
  nameContains: (text) => sql`instr(fold_text(filename), ${foldText(text)}) > 0`,
}
