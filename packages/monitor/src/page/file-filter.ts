import type { FileStatus } from '@rittdoc-batch/core'

/** Which files a list shows. */
export interface FileFilter {
  readonly search?: string | undefined
  readonly publisher?: string | undefined
  readonly status?: FileStatus | undefined
  /** Id of the last file of the page before. */
  readonly after?: number | undefined
}

const STATUSES: readonly FileStatus[] = ['pending', 'processing', 'completed', 'failed', 'skipped']

/** Reads a filter from a query; what makes no sense is left out. */
export function readFilter(query: Readonly<Record<string, string | undefined>>): FileFilter {
  const text = (value: string | undefined) => (value === undefined || value.trim() === '' ? undefined : value.trim())
  const after = Number(query.after)
  return {
    search: text(query.search),
    publisher: text(query.publisher),
    status: STATUSES.find((status) => status === query.status),
    after: Number.isSafeInteger(after) && after > 0 ? after : undefined,
  }
}

/** The address of a list. */
export function addressOf({ search, publisher, status, after }: FileFilter): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ search, publisher, status, after })) {
    if (value !== undefined) query.set(name, String(value))
  }
  return query.size === 0 ? '/files' : `/files?${query}`
}
