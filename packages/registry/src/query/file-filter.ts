import type { FileQuery } from '@rittdoc-batch/core'
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { RegistryTables } from '../schema/tables.ts'

/** The conditions that every engine writes its own way. */
export interface FilterTerms {
  /** The id is one of these. */
  isAmong(ids: readonly number[]): Expression<SqlBool>
  /** The file name has this part, case-insensitive in any script. */
  nameContains(text: string): Expression<SqlBool>
}

/** The conditions of a query; every one given must hold. */
export function fileFilter(query: FileQuery, terms: FilterTerms) {
  return (eb: ExpressionBuilder<RegistryTables, 'files'>): Expression<SqlBool> => {
    const all: Expression<SqlBool>[] = []
    if (query.storage !== undefined) all.push(eb('storage', '=', query.storage))
    if (query.publisher !== undefined) all.push(eb('publisher', '=', query.publisher))
    if (query.key !== undefined) all.push(eb('s3_key', '=', query.key))
    if (query.code !== undefined) all.push(eb('error_code', '=', query.code))
    if (query.status !== undefined) all.push(eb('status', 'in', [query.status].flat()))
    if (query.ids !== undefined) all.push(terms.isAmong(query.ids))
    if (query.search !== undefined) all.push(terms.nameContains(query.search))
    return all.length === 0 ? sql<SqlBool>`1 = 1` : eb.and(all)
  }
}
