import type { FileStatus, RegistryStatistics } from '@rittdoc-batch/core'

const STATUSES: readonly FileStatus[] = ['pending', 'processing', 'completed', 'failed', 'skipped']

/** Number of files of one publisher with one status. */
export interface StatusCount {
  readonly publisher: string
  readonly status: string
  readonly files: number
}

/** Counts, sorted by publisher, as the contract has them: zeros included. Statuses that nobody knows are left out. */
export function shapeStatistics(counts: readonly StatusCount[], paused: ReadonlySet<string>): RegistryStatistics {
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
