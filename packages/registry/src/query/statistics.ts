import type { FileStatus, RegistryStatistics } from '@rittdoc-batch/core'
import type { Database } from '../sqlite/database.ts'

const STATUSES: readonly FileStatus[] = ['pending', 'processing', 'completed', 'failed', 'skipped']

/** Files by publisher and status, read from an index alone. */
export function readStatistics(db: Database): RegistryStatistics {
  const { counts, paused } = db.read(() => ({
    counts: db.all(
      db.build
        .selectFrom('files')
        .select(['publisher', 'status', (eb) => eb.fn.countAll<number>().as('files')])
        .groupBy(['publisher', 'status'])
        .orderBy('publisher'),
    ),
    paused: new Set(db.all(db.build.selectFrom('paused').select('publisher')).map(({ publisher }) => publisher)),
  }))
  return shapeStatistics(counts, paused)
}

/** Counts as the contract has them, zeros included. */
function shapeStatistics(
  counts: ReadonlyArray<{ readonly publisher: string; readonly status: string; readonly files: number }>,
  paused: ReadonlySet<string>,
): RegistryStatistics {
  const total = noFiles()
  const publishers = new Map<string, Record<FileStatus, number>>()
  for (const { publisher, status, files } of counts) {
    if (!isStatus(status)) continue
    const own = publishers.get(publisher) ?? noFiles()
    publishers.set(publisher, own)
    own[status] += files
    total[status] += files
  }
  const rows = [...publishers].map(([publisher, counts]) => ({ publisher, paused: paused.has(publisher), counts }))
  return { total, publishers: rows }
}

function noFiles(): Record<FileStatus, number> {
  return { pending: 0, processing: 0, completed: 0, failed: 0, skipped: 0 }
}

function isStatus(status: string): status is FileStatus {
  return (STATUSES as readonly string[]).includes(status)
}
