import { RegistryError } from '@rittdoc-batch/core'
import type { Kysely } from 'kysely'
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import { initial } from './0001-initial.ts'
import type { RegistryTables } from './tables.ts'

/** In order; a name that was released never changes. */
const MIGRATIONS: Readonly<Record<string, Migration>> = { '0001-initial': initial }

/** Kysely runs all pending migrations in one transaction, and holds its lock table meanwhile. */
export async function migrate(db: Kysely<RegistryTables>, path: string): Promise<void> {
  const provider: MigrationProvider = { getMigrations: async () => ({ ...MIGRATIONS }) }
  const migrator = new Migrator({ db, provider })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  if (error instanceof Error && /corrupted migrations|previously executed migration/.test(error.message)) {
    const message = `Could not open the registry ${path}: it was made by a newer version of rittdoc-batch. Install that version, or use another registry_db`
    throw new RegistryError('newer_schema', message, { cause: error })
  }
  throw error
}
