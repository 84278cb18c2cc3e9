import type { SeenFile } from '@rittdoc-batch/core'
import type { Reservation } from '../record/reserve-output.ts'

/** What rows have in common that are inserted together; bound once for all of them. */
export interface SharedValues {
  readonly storage: string
  readonly publisher: string
  readonly outputStorage: string
  readonly now: string
}

const VALUES = "(@storage, ?, @publisher, ?, ?, ?, ?, 'pending', @now, @now, 0, @outputStorage, ?, ?)"

/** The statement that inserts so many new rows: {@link SharedValues} and the {@link ownValues} of each. */
export function insertRows(count: number): string {
  return `INSERT INTO files (storage, s3_key, publisher, filename, file_format, file_size, version, status,
    discovered_at, due_at, retry_count, output_storage, output_key, output_collision)
    VALUES ${Array(count).fill(VALUES).join(', ')}`
}

/** What the row of a file that was not known shares with others of its folder. */
export function sharedValues({ storage, publisher, outputStorage }: SeenFile, now: string): SharedValues {
  return { storage, publisher, outputStorage, now }
}

/** What it has of its own. */
export function ownValues(file: SeenFile, { outputKey, collision }: Reservation): readonly unknown[] {
  const { key, filename, format, sizeBytes, version } = file
  return [key, filename, format, sizeBytes, version, outputKey, collision]
}
