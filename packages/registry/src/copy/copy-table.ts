import { ConfigError } from '@rittdoc-batch/core'
import { type RawBuilder, sql } from 'kysely'
import { type Row, toCopiedRow } from './copied-row.ts'
import type { CopiedTable } from './copied-tables.ts'
import type { CopySide } from './copy-side.ts'

/** Rows read and written together: what is in memory, and within the parameters that a statement may have. */
const PAGE = 500

/** Copies a table page by page. A row that is there already is made alike; one that is alike is left alone. */
export async function copyTable(
  { from, to }: { readonly from: CopySide; readonly to: CopySide },
  table: CopiedTable,
  onPage: (rows: number) => void,
): Promise<void> {
  const now = new Date()
  let after: Row | undefined
  for (;;) {
    const page = await from.all(readPage(table, after))
    if (page.length === 0) return
    const rows = page.map((row) => toCopiedRow(table, row, now))
    if (table.name === 'files') await expectSameFiles(to, rows)
    await to.all(writePage(table, rows))
    onPage(rows.length)
    after = page.at(-1)
  }
}

function names(columns: readonly string[]): RawBuilder<unknown> {
  return sql.join(columns.map((column) => sql.ref(column)))
}

function readPage({ name, key, columns }: CopiedTable, after: Row | undefined): RawBuilder<Row> {
  const from = after && sql`WHERE (${names(key)}) > (${sql.join(key.map((column) => sql.val(after[column])))})`
  return sql<Row>`SELECT ${names(columns)} FROM ${sql.table(name)} ${from ?? sql``} ORDER BY ${names(key)} LIMIT ${PAGE}`
}

function writePage({ name, key, columns }: CopiedTable, rows: readonly Row[]): RawBuilder<Row> {
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => sql.val(row[column])))})`)
  const others = columns.filter((column) => !key.includes(column))
  const news = others.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`)
  const differs = others.map(
    (column) => sql`${sql.ref(`${name}.${column}`)} IS DISTINCT FROM ${sql.ref(`excluded.${column}`)}`,
  )
  const action =
    others.length === 0 ? sql`NOTHING` : sql`UPDATE SET ${sql.join(news)} WHERE ${sql.join(differs, sql` OR `)}`
  return sql<Row>`INSERT INTO ${sql.table(name)} (${names(columns)}) VALUES ${sql.join(values)}
    ON CONFLICT (${names(key)}) DO ${action} RETURNING 1 AS written`
}

/** Ids of one registry mean nothing in another one. */
async function expectSameFiles(to: CopySide, rows: readonly Row[]): Promise<void> {
  const ids = sql.join(rows.map(({ id }) => sql.val(id)))
  const there = await to.all(sql<Row>`SELECT id, storage, s3_key FROM files WHERE id IN (${ids})`)
  const own = new Map(rows.map((row) => [row.id, row]))
  const other = there.find(({ id, storage, s3_key }) => {
    const row = own.get(id)
    return row?.s3_key !== s3_key || (row?.storage !== storage && storage !== '')
  })
  if (other === undefined) return
  const cure = 'Copy into an empty registry, or into one that was copied from the same'
  throw new ConfigError(`Could not copy to the registry ${to.place}: it holds other files. ${cure}`, [])
}
