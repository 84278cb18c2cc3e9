import type { RecordOptions, SeenFile } from '@rittdoc-batch/core'
import type { FileRow } from '../rows/file-record.ts'

/** What the registry knows of a file that was seen. */
export interface Known {
  /** The row of this storage and key, or a row of that key that no scan has adopted yet. */
  readonly row?: FileRow | undefined
  /** What was known of a row that somebody deleted. */
  readonly forgotten?: { readonly version: string | null; readonly file_size: number | null } | undefined
}

/** What is to be done with a file that was seen. */
export type RecordAction =
  | 'none' // known at this version
  | 'insert' // new
  | 'adopt' // a row of the Python system: it is ours now, with its status
  | 'change' // another version: pending again
  | 'set_aside' // another version, while one is being worked on
  | 'requeue' // the same version, due again
  | 'move' // the same version, another place for the package

/** Statuses of rows that nobody waits for any more. */
const FINISHED = new Set(['completed', 'failed', 'skipped'])

/** The rules of identity and re-scans: pure, the same for every engine. */
export function decideRecord(file: SeenFile, known: Known, requeue: RecordOptions['requeue'] = 'none'): RecordAction {
  const { row, forgotten } = known
  if (row === undefined) {
    const isForgotten = forgotten !== undefined && isSameVersion(file, forgotten)
    return isForgotten && requeue !== 'all' ? 'none' : 'insert'
  }
  if (row.storage === '' && (row.version ?? file.version) === file.version)
    return row.file_size === file.sizeBytes ? 'adopt' : 'change'
  if (row.version !== file.version) return decideChange(file, row)
  if (row.status === 'processing') return 'none'
  if (requeue !== 'none' && isElsewhere(file, row)) return 'move'
  return isWanted(row, requeue) ? 'requeue' : 'none'
}

function decideChange(file: SeenFile, row: FileRow): RecordAction {
  if (row.status !== 'processing') return 'change'
  return row.next_version === file.version ? 'none' : 'set_aside'
}

function isWanted(row: FileRow, requeue: NonNullable<RecordOptions['requeue']>): boolean {
  if (row.status === 'failed' && row.error_code === 'not_found') return true
  if (requeue === 'none') return false
  return requeue === 'all'
    ? FINISHED.has(row.status) || row.status === 'pending'
    : row.status === 'failed' || row.status === 'pending'
}

/** Whether the package of a known file would now go to another folder than the one that was reserved. */
function isElsewhere(file: SeenFile, row: FileRow): boolean {
  const folder = row.output_key.slice(0, row.output_key.lastIndexOf('/') + 1)
  return row.publisher !== file.publisher || row.output_storage !== file.outputStorage || folder !== file.outputFolder
}

/** Rows of the Python system have no version; the size speaks for them. */
function isSameVersion(file: SeenFile, known: { version: string | null; file_size: number | null }): boolean {
  return known.version === null ? known.file_size === file.sizeBytes : known.version === file.version
}
