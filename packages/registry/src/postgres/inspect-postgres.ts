import { sql } from 'kysely'
import type { RegistryInspection } from '../inspect-registry.ts'
import { isUpToDate } from './schema/migrate.ts'

/** Looks whether a database can be used as a registry, and changes nothing. @throws RegistryError as opening does */
export async function inspectPostgres(url: string): Promise<RegistryInspection> {
  const { PostgresDatabase } = await import('./database.ts')
  const db = new PostgresDatabase({ url, maxConnections: 1, applicationName: 'rittdoc-batch doctor', patienceMs: 0 })
  try {
    return await db.guard(async () => {
      const isCurrent = await isUpToDate(db.build, db.place)
      const [table] = await db.rows<{ exists: boolean }>(
        { text: "SELECT to_regclass('files') IS NOT NULL AS exists" },
        [],
      )
      if (!table?.exists) return { state: 'absent', files: 0 }
      const { rows } = await sql<{ files: number }>`SELECT count(*) AS files FROM files`.execute(db.build)
      return { state: isCurrent ? 'current' : 'older', files: rows[0]?.files ?? 0 }
    })
  } finally {
    await db.close()
  }
}
