import type { SeenFile } from '@rittdoc-batch/core'
import type { Reservation } from '../record/reserve-output.ts'

const VALUES = "(?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, 0, ?, ?, ?)"

/** The statement that inserts so many {@link newRow | new rows}. */
export function insertRows(count: number): string {
  return `INSERT INTO files (storage, s3_key, publisher, filename, file_format, file_size, version, status,
    discovered_at, due_at, retry_count, output_storage, output_key, output_collision)
    VALUES ${Array(count).fill(VALUES).join(', ')}`
}

/** The values of a row for a file that was not known. */
export function newRow(file: SeenFile, { outputKey, collision }: Reservation, now: string): readonly unknown[] {
  const { storage, key, publisher, filename, format, sizeBytes, version, outputStorage } = file
  const seen = [storage, key, publisher, filename, format, sizeBytes, version]
  return [...seen, now, now, outputStorage, outputKey, collision]
}
