import { RegistryError } from '@rittdoc-batch/core'
import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Database } from '../sqlite/database.ts'
import { initial } from './0001-initial.ts'
import { levelsAndHandEdits } from './0002-levels-and-hand-edits.ts'

/** In order; a migration that databases were made with never changes. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
  '0002-levels-and-hand-edits': levelsAndHandEdits,
}

/**
 * Brings the schema up to date. Kysely neither locks nor opens a transaction for migrations on SQLite, so both are done
 * here: several processes may start at once, and one that is killed on the way leaves the schema as it was.
 */
export async function migrate(db: Database): Promise<void> {
  if (isUpToDate(db)) return
  await db.exclusively(async () => {
    if (isUpToDate(db)) return // by another process, while this one waited
    const migrator = new Migrator({ db: db.build, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } })
    const { error } = await migrator.migrateToLatest()
    if (error !== undefined) throw error
  })
}

/** @throws RegistryError `newer_schema`, `unsupported` */
function isUpToDate(db: Database): boolean {
  const tables = new Set(db.all(sql<{ name: string }>`SELECT name FROM sqlite_master`.compile(db.build)).map(nameOf))
  if (!tables.has('kysely_migration')) {
    if (tables.has('files')) throw foreignDatabase(db.path)
    return false
  }
  const done = db.all(sql<{ name: string }>`SELECT name FROM kysely_migration`.compile(db.build)).map(nameOf)
  if (done.some((name) => !(name in MIGRATIONS))) throw newerSchema(db.path)
  return done.length === Object.keys(MIGRATIONS).length
}

function nameOf({ name }: { readonly name: string }): string {
  return name
}

function newerSchema(path: string): RegistryError {
  const cure = 'Install that version, or use another registry_db'
  const message = `Could not open the registry ${path}: it was made by a newer version of rittdoc-batch. ${cure}`
  return new RegistryError('newer_schema', message)
}

/** The place where a database of the Python system will be taken over. */
function foreignDatabase(path: string): RegistryError {
  const cure = 'Use another registry_db, or move the file away to start with an empty one'
  const message = `Could not open the registry ${path}: its table "files" was made by another program. ${cure}`
  return new RegistryError('unsupported', message)
}
