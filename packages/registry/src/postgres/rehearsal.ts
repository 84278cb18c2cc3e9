import type { PostgresDatabase } from './database.ts'
import { TRIGGERS } from './schema/0001-initial.ts'

const TABLES = ['files', 'attempts', 'sightings', 'publishers', 'paused', 'forgotten', 'runs', 'duties']
const NUMBERED = ['files', 'attempts']

/**
 * Puts temporary copies of all tables before the real ones, for the one connection that the database has. The server
 * drops them when the connection ends, however it does.
 */
export async function beginRehearsal(db: PostgresDatabase): Promise<void> {
  const [{ schema } = { schema: '' }] = await db.rows<{ schema: string }>({ text: SCHEMA }, [])
  for (const table of TABLES) {
    await db.rows({ text: `CREATE TEMP TABLE ${table} (LIKE ${schema}.${table} INCLUDING ALL)` }, [])
    await db.rows({ text: `INSERT INTO pg_temp.${table} SELECT * FROM ${schema}.${table}` }, [])
  }
  for (const table of NUMBERED) {
    const last = `(SELECT max(id) FROM pg_temp.${table})`
    await db.rows({ text: `SELECT setval('pg_temp.${table}_id_seq', COALESCE(${last}, 1), ${last} IS NOT NULL)` }, [])
  }
  for (const trigger of TRIGGERS) await db.rows({ text: trigger }, [])
}

/** Quoted where it has to be. */
const SCHEMA = `SELECT relnamespace::regnamespace::text AS schema FROM pg_class WHERE oid = 'files'::regclass`
