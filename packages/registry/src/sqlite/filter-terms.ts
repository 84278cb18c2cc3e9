import { type RawBuilder, type SqlBool, sql } from 'kysely'

/** Text as two people who type it alike see it: in any case, composed or not. SQLite itself folds only ASCII. */
export function foldText(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

/** The id is one of these, of which there may be any number. */
export function isAmong(ids: readonly number[]): RawBuilder<SqlBool> {
  return sql`id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`
}

/**
 * The file name has this part, case-insensitive in any script. `fold_text` is defined on our connection; most names have
 * a byte a letter, are plain ASCII, and SQLite folds them itself in a third of the time.
 */
export function nameContains(text: string): RawBuilder<SqlBool> {
  const folded = sql`CASE WHEN octet_length(filename) = length(filename) THEN lower(filename) ELSE fold_text(filename) END`
  return sql`instr(${folded}, ${foldText(text)}) > 0`
}
