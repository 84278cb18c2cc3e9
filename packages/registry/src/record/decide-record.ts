import { folderName, type RecordOptions, type SeenFile } from '@rittdoc-batch/core'
import type { FileRow } from '../rows/file-record.ts'

/** What recording needs of a row: a third of its columns, and making values of the others takes longer than finding it. */
export const KNOWN_COLUMNS = [
  ...['id', 'storage', 'publisher', 'filename', 'file_format', 'version', 'file_size', 'status', 'error_code'],
  ...['output_storage', 'output_key', 'next_version'],
] as const satisfies readonly (keyof FileRow)[]

/** A row as far as recording needs it. */
export type KnownRow = Pick<FileRow, (typeof KNOWN_COLUMNS)[number]>

/** What the registry knows of a file that was seen. */
export interface Known {
  /** The row of this storage and key, or a row of that key that no scan has adopted yet. */
  readonly row?: KnownRow | undefined
  /** What was known of a row that somebody deleted. */
  readonly forgotten?: { readonly version: string | null; readonly file_size: number | null } | undefined
}

/** What is to be done with a file that was seen. */
export type RecordAction =
  | 'none' // known at this version
  | 'insert' // new
  | 'change' // another version: pending again
  | 'set_aside' // another version, while one is being worked on
  | 'requeue' // the same version, due again

/** Statuses of rows that nobody waits for any more. */
const FINISHED = new Set(['completed', 'failed', 'skipped'])

/** The rules of identity and re-scans: pure, the same for every engine. */
export function decideRecord(file: SeenFile, known: Known, requeue: RecordOptions['requeue'] = 'none'): RecordAction {
  const { row, forgotten } = known
  if (row === undefined) {
    const isForgotten = forgotten !== undefined && isSameVersion(file, forgotten)
    return isForgotten && requeue !== 'all' ? 'none' : 'insert'
  }
  if (isUnadopted(row)) {
    if (!isSameVersion(file, row) || !isSameSize(file, row)) return 'change'
    return isWanted(row, requeue) ? 'requeue' : 'none'
  }
  if (row.version !== file.version) return decideChange(file, row)
  if (row.status === 'processing') return 'none'
  return isWanted(row, requeue) || isMoving(file, row, requeue) ? 'requeue' : 'none'
}

/**
 * Whether the row gets storage, publisher and output key of the file as it was seen: when no scan has adopted it yet, or
 * when it is named under another publisher or for another folder. Never while somebody works on it.
 */
export function isPlacedAnew(file: SeenFile, row: KnownRow, requeue: RecordOptions['requeue'] = 'none'): boolean {
  return isUnadopted(row) || (row.status !== 'processing' && isMoving(file, row, requeue))
}

/** Rows of the Python system, and rows inserted by hand: no scan has told yet what they stand for. */
export function isUnadopted(row: KnownRow): boolean {
  return row.storage === '' || row.version === null
}

function decideChange(file: SeenFile, row: KnownRow): RecordAction {
  if (row.status !== 'processing') return 'change'
  return row.next_version === file.version ? 'none' : 'set_aside'
}

function isWanted(row: KnownRow, requeue: NonNullable<RecordOptions['requeue']>): boolean {
  if (row.status === 'failed' && row.error_code === 'not_found') return true
  if (requeue === 'none') return false
  return requeue === 'all'
    ? FINISHED.has(row.status) || row.status === 'pending'
    : row.status === 'failed' || row.status === 'pending'
}

/** Whether the package of a file that was named now goes elsewhere. A scan moves nothing: recorded names stand. */
function isMoving(file: SeenFile, row: KnownRow, requeue: NonNullable<RecordOptions['requeue']>): boolean {
  if (requeue === 'none') return false
  const isSamePlace = row.output_storage === file.outputStorage && folderName(row.output_key) === file.outputFolder
  return row.publisher !== file.publisher || !isSamePlace
}

interface KnownVersion {
  readonly version: string | null
  readonly file_size: number | null
}

/** Rows of the Python system have no version; the size speaks for them. */
function isSameVersion(file: SeenFile, known: KnownVersion): boolean {
  return known.version === null ? isSameSize(file, known) : known.version === file.version
}

/** A size that was never noted is no reason to convert a book again. */
function isSameSize(file: SeenFile, known: KnownVersion): boolean {
  return known.file_size === null || known.file_size === file.sizeBytes
}
