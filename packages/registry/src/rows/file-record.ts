import type { ErrorCode, FileRecord, FileStatus } from '@rittdoc-batch/core'
import type { Selectable } from 'kysely'
import type { FilesTable } from '../schema/tables.ts'
import { fromTimestamp } from './timestamp.ts'

/** A row of the files table. */
export type FileRow = Selectable<FilesTable>

/** A row as the contract has it. */
export function toFileRecord(row: FileRow): FileRecord {
  return {
    id: row.id,
    storage: row.storage,
    key: row.s3_key,
    publisher: row.publisher,
    filename: row.filename,
    format: row.file_format ?? '',
    sizeBytes: row.file_size ?? 0,
    version: row.version ?? undefined,
    status: row.status as FileStatus,
    discoveredAt: fromTimestamp(row.discovered_at) ?? new Date(0),
    startedAt: fromTimestamp(row.started_at),
    completedAt: fromTimestamp(row.completed_at),
    retryCount: row.retry_count ?? 0,
    errorCode: (row.error_code ?? undefined) as ErrorCode | undefined,
    errorMessage: row.error_message ?? undefined,
    outputStorage: row.output_storage,
    outputKey: row.output_key,
    outputPath: row.output_path ?? undefined,
    dueAt: fromTimestamp(row.due_at),
  }
}
