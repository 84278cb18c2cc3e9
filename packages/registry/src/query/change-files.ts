import type { FileQuery } from '@rittdoc-batch/core'
import type { Compilable, Expression } from 'kysely'
import { allOf, findBy } from './find-by.ts'
import type { Queryable } from './query-files.ts'

/** Makes matching files due, unless somebody works on them. */
export function makePending(
  { build, terms }: Queryable,
  query: FileQuery,
  dueAt: string | Expression<string>,
): Compilable {
  return build
    .updateTable('files')
    .set({
      status: 'pending',
      due_at: dueAt,
      retry_count: 0,
      lost: 0,
      lost_phase: null,
      error_code: null,
      error_message: null,
    })
    .where(allOf(findBy(query, terms)))
    .where('status', '<>', 'processing')
}

/** Deletes matching finished rows; a trigger keeps their versions known. */
export function forget({ build, terms }: Queryable, query: FileQuery): Compilable {
  return build
    .deleteFrom('files')
    .where(allOf(findBy(query, terms)))
    .where('status', 'in', ['completed', 'failed', 'skipped'])
}
