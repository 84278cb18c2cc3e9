import type { AttemptRecord, ErrorCode, Phase } from '@rittdoc-batch/core'
import type { Selectable } from 'kysely'
import type { AttemptsTable } from '../schema/tables.ts'
import { fromTimestamp } from './timestamp.ts'

/** A row of the attempts table as the contract has it. */
export function toAttemptRecord(row: Selectable<AttemptsTable>): AttemptRecord {
  return {
    id: row.id,
    fileId: row.file_id,
    attempt: row.attempt,
    version: row.version,
    owner: row.owner,
    converter: row.converter,
    startedAt: fromTimestamp(row.started_at) ?? new Date(0),
    finishedAt: fromTimestamp(row.finished_at),
    outcome: row.outcome as AttemptRecord['outcome'],
    phase: row.phase as Phase,
    code: (row.code ?? undefined) as ErrorCode | undefined,
    message: row.message ?? undefined,
    durationMs: row.duration_ms ?? undefined,
    sourceSha256: row.source_sha256 ?? undefined,
    inputBytes: row.input_bytes ?? undefined,
    outputBytes: row.output_bytes ?? undefined,
    exitCode: row.exit_code ?? undefined,
    exitSignal: row.exit_signal ?? undefined,
    stderrTail: row.stderr_tail ?? undefined,
    details: row.details === null ? undefined : JSON.parse(row.details),
  }
}
