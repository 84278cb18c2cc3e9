import type { RegistryTables } from '../schema/tables.ts'

/** A table whose rows are copied. */
export interface CopiedTable {
  readonly name: Exclude<keyof RegistryTables, 'duties'>
  /** In the order of these it is read, and by these a row is known. */
  readonly key: readonly string[]
  readonly columns: readonly string[]
  /** Columns that hold times. */
  readonly times: readonly string[]
}

/** Without leases and what goes with them, and without what triggers keep: in an order in which rows find what they name. */
export const COPIED_TABLES: readonly CopiedTable[] = [
  {
    name: 'files',
    key: ['id'],
    columns: [
      ...['id', 'publisher', 'filename', 's3_key', 'file_size', 'file_format', 'status', 'discovered_at', 'started_at'],
      ...['completed_at', 'error_message', 'retry_count', 'output_path', 'storage', 'version', 'error_code'],
      ...['output_storage', 'output_key', 'output_collision', 'due_at', 'attempt', 'lost', 'lost_phase', 'recovered'],
      ...['next_version', 'next_size'],
    ],
    times: ['discovered_at', 'started_at', 'completed_at', 'due_at'],
  },
  {
    name: 'attempts',
    key: ['id'],
    columns: [
      ...['id', 'file_id', 'attempt', 'version', 'owner', 'converter', 'started_at', 'finished_at', 'outcome', 'phase'],
      ...['code', 'message', 'duration_ms', 'source_sha256', 'input_bytes', 'output_bytes', 'exit_code', 'exit_signal'],
      ...['stderr_tail', 'details'],
    ],
    times: ['started_at', 'finished_at'],
  },
  {
    name: 'forgotten',
    key: ['storage', 's3_key'],
    columns: ['storage', 's3_key', 'version', 'file_size', 'output_storage', 'output_key', 'output_collision'],
    times: [],
  },
  {
    name: 'sightings',
    key: ['storage', 's3_key'],
    columns: ['storage', 's3_key', 'version', 'first_seen_at'],
    times: ['first_seen_at'],
  },
  { name: 'publishers', key: ['storage', 'publisher'], columns: ['storage', 'publisher', 'served'], times: [] },
  { name: 'paused', key: ['publisher'], columns: ['publisher'], times: [] },
  {
    name: 'runs',
    key: ['id'],
    columns: ['id', 'owner', 'started_at', 'finished_at', 'report'],
    times: ['started_at', 'finished_at'],
  },
]
