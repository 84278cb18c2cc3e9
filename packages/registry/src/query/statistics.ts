import type { RegistryStatistics } from '@rittdoc-batch/core'
import type { Database } from '../sqlite/database.ts'
import { shapeStatistics } from './shape-statistics.ts'

/** Files by publisher and status, read from an index alone. */
export function readStatistics(db: Database): RegistryStatistics {
  const { counts, paused } = db.read(() => ({
    counts: db.all(
      db.build
        .selectFrom('files')
        .select(['publisher', 'status', (eb) => eb.fn.countAll<number>().as('files')])
        .groupBy(['publisher', 'status'])
        .orderBy('publisher')
        .orderBy('status'),
    ),
    paused: db.all(db.build.selectFrom('paused').select('publisher')),
  }))
  return shapeStatistics(counts, new Set(paused.map(({ publisher }) => publisher)))
}
