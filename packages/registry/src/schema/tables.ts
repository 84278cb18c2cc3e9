import type { Generated } from 'kysely'

/** The documented table, with our columns after the documented ones. Times are UTC text, see rows/timestamp.ts. */
export interface FilesTable {
  id: Generated<number>
  publisher: string
  filename: string
  s3_key: string
  file_size: number | null
  file_format: string | null
  status: string
  discovered_at: string | null
  started_at: string | null
  completed_at: string | null
  error_message: string | null
  retry_count: number | null
  output_path: string | null
  storage: string
  version: string | null
  error_code: string | null
  output_storage: string
  output_key: string
  /** collisionKey(output_key); null while no key is reserved. */
  output_collision: string | null
  /** When a pending row may be claimed. */
  due_at: string | null
  /** Attempts on this version so far. */
  attempt: number
  /** Everything below stands only while somebody works on the row. */
  attempt_id: number | null
  fence: string | null
  lease_owner: string | null
  lease_boot: string | null
  /** On the host's monotonic clock, in milliseconds. */
  lease_until: number | null
  /** How many retries the claimer allowed. */
  lease_max_retries: number | null
  phase: string | null
  /** Attempts lost in a row in the same phase. */
  lost: number
  lost_phase: string | null
  /** 1 when an attempt was lost since the last one that was completed. */
  recovered: number
  /** A version that was seen while another one is being worked on. */
  next_version: string | null
  next_size: number | null
}

/** One row per started attempt. */
export interface AttemptsTable {
  id: Generated<number>
  file_id: number
  attempt: number
  version: string
  owner: string
  converter: string
  started_at: string
  finished_at: string | null
  outcome: string
  phase: string
  code: string | null
  message: string | null
  duration_ms: number | null
  source_sha256: string | null
  input_bytes: number | null
  output_bytes: number | null
  exit_code: number | null
  exit_signal: string | null
  stderr_tail: string | null
  /** JSON. */
  details: string | null
}

/** Uploads that may not be finished. */
interface SightingsTable {
  storage: string
  s3_key: string
  version: string
  first_seen_at: string
}

/** Whose turn it is. */
interface PublishersTable {
  storage: string
  publisher: string
  /** Pending rows, kept by triggers. */
  waiting: number
  /** Claims so far, lifted to the others' level after an idle time. */
  served: number
}

/** Publishers whose files are not claimed. */
interface PausedTable {
  publisher: string
}

/** What was known of rows that somebody deleted. */
interface ForgottenTable {
  storage: string
  s3_key: string
  version: string | null
  file_size: number | null
  output_storage: string
  output_key: string
  output_collision: string | null
}

/** Reports of runs. */
interface RunsTable {
  id: string
  owner: string
  started_at: string
  finished_at: string
  /** JSON. */
  report: string
}

/** What only one process does at a time, and who does it. */
interface DutiesTable {
  name: string
  owner: string
  fence: string
  lease_boot: string
  lease_until: number
}

/** All tables, for typed queries. */
export interface RegistryTables {
  files: FilesTable
  attempts: AttemptsTable
  sightings: SightingsTable
  publishers: PublishersTable
  paused: PausedTable
  forgotten: ForgottenTable
  runs: RunsTable
  duties: DutiesTable
}
