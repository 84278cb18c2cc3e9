import { RegistryError } from '@rittdoc-batch/core'
import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { indexOfEndings } from '../../schema/0004-index-of-endings.ts'
import { initial } from './0001-initial.ts'
import { announcedWork } from './0002-announced-work.ts'

/** In order; a migration that databases were made with never changes. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
  '0002-announced-work': announcedWork,
  '0004-index-of-endings': indexOfEndings,
}

/**
 * Brings the schema up to date: Kysely holds a lock of the database for it and does it in one transaction, so several
 * processes may start at once.
 * @throws RegistryError `newer_schema`
 */
export async function migrate<Tables>(db: Kysely<Tables>, place: string): Promise<void> {
  if (await isUpToDate(db, place)) return
  const schema = await sql<{ name: string }>`SELECT current_schema() AS name`.execute(db)
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    migrationTableSchema: schema.rows[0]?.name ?? 'public', // without it, tables of that name in any schema are taken for ours
  })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}

/** Whether opening changes nothing. @throws RegistryError `newer_schema` */
export async function isUpToDate<Tables>(db: Kysely<Tables>, place: string): Promise<boolean> {
  const done = await migrationsDone(db)
  if (done.some((name) => !(name in MIGRATIONS))) throw newerSchema(place)
  return done.length === Object.keys(MIGRATIONS).length
}

async function migrationsDone<Tables>(db: Kysely<Tables>): Promise<string[]> {
  const table = await sql<{ found: string | null }>`SELECT to_regclass('kysely_migration')::text AS found`.execute(db)
  if (table.rows[0]?.found == null) return []
  const done = await sql<{ name: string }>`SELECT name FROM kysely_migration`.execute(db)
  return done.rows.map(({ name }) => name)
}

function newerSchema(place: string): RegistryError {
  const cure = 'Install that version, or use another registry_db'
  const message = `Could not open the registry ${place}: it was made by a newer version of rittdoc-batch. ${cure}`
  return new RegistryError('newer_schema', message)
}
