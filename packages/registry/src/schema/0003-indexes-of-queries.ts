import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Every filter of a query has an index whose entries come in the order of the ids, so that pages need no sorting. */
export const indexesOfQueries: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of INDEXES) await sql.raw(statement).execute(db)
  },
}

const INDEXES = [
  'CREATE INDEX files_of_status ON files (status)',
  'CREATE INDEX files_of_publisher ON files (publisher)',
  // Few rows have an error: recording files pays nothing for it.
  'CREATE INDEX files_of_error ON files (error_code) WHERE error_code IS NOT NULL',
]
