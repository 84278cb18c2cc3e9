import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What ended when, and how. Attempts that run are not in it, so that beginning one costs nothing more. */
export const indexOfEndings: Migration = {
  async up(db: Kysely<unknown>) {
    const index = 'CREATE INDEX attempts_ended ON attempts (outcome, finished_at) WHERE finished_at IS NOT NULL'
    await sql.raw(index).execute(db)
  },
}
