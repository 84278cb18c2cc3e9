import type { FileQuery } from '@rittdoc-batch/core'
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { RegistryTables } from '../schema/tables.ts'

/** The conditions of a query; every one given must hold. */
export function fileFilter(query: FileQuery) {
  return (eb: ExpressionBuilder<RegistryTables, 'files'>): Expression<SqlBool> => {
    const all: Expression<SqlBool>[] = []
    if (query.storage !== undefined) all.push(eb('storage', '=', query.storage))
    if (query.publisher !== undefined) all.push(eb('publisher', '=', query.publisher))
    if (query.key !== undefined) all.push(eb('s3_key', '=', query.key))
    if (query.code !== undefined) all.push(eb('error_code', '=', query.code))
    if (query.status !== undefined) all.push(eb('status', 'in', [query.status].flat()))
    if (query.ids !== undefined)
      all.push(sql<SqlBool>`id IN (SELECT value FROM json_each(${JSON.stringify(query.ids)}))`)
    if (query.search !== undefined) {
      all.push(sql<SqlBool>`filename LIKE ${`%${escapeLike(query.search)}%`} ESCAPE '\\'`)
    }
    return all.length === 0 ? sql<SqlBool>`1 = 1` : eb.and(all)
  }
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
