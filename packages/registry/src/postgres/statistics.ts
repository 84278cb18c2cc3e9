import type { RegistryStatistics } from '@rittdoc-batch/core'
import { type StatusCount, shapeStatistics } from '../query/shape-statistics.ts'
import type { PostgresDatabase, Statement } from './database.ts'

/** Files by publisher and status, read from an index alone. */
export async function readStatistics(db: PostgresDatabase): Promise<RegistryStatistics> {
  const counts = await db.rows<StatusCount>(COUNTS, [])
  const paused = await db.rows<{ publisher: string }>(PAUSED, [])
  return shapeStatistics(counts, new Set(paused.map(({ publisher }) => publisher)))
}

const COUNTS: Statement = {
  name: 'statistics',
  isLong: true,
  text: `SELECT publisher, status, count(*) AS files FROM files GROUP BY publisher, status ORDER BY publisher, status`,
}
const PAUSED: Statement = { name: 'statistics-paused', text: 'SELECT publisher FROM paused' }
