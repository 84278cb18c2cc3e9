import type { FileQuery, FileRecord } from '@rittdoc-batch/core'
import { toFileRecord } from '../rows/file-record.ts'
import type { Database } from '../sqlite/database.ts'
import { sqliteTerms } from '../sqlite/filter-terms.ts'
import { fileFilter } from './file-filter.ts'

/** Rows read together. */
const PAGE = 500

/** Rows in order of their ids, a page at a time: nothing is held open while the reader works. `use` may refuse. */
export async function* queryFiles(use: () => Database, query: FileQuery): AsyncGenerator<FileRecord> {
  let left = query.limit ?? Number.POSITIVE_INFINITY
  let last: number | undefined
  while (left > 0) {
    const page = readPage(use(), query, { last, size: Math.min(PAGE, left) })
    for (const record of page) yield record
    if (page.length < PAGE) return
    left -= page.length
    last = page.at(-1)?.id
  }
}

function readPage(db: Database, query: FileQuery, page: { last: number | undefined; size: number }): FileRecord[] {
  const isNewest = query.order === 'newest'
  const rows = db.build
    .selectFrom('files')
    .selectAll()
    .where(fileFilter(query, sqliteTerms))
    .$if(page.last !== undefined, (q) => q.where('id', isNewest ? '<' : '>', page.last ?? 0))
    .orderBy('id', isNewest ? 'desc' : 'asc')
    .limit(page.size)
  return db.all(rows).map(toFileRecord)
}
