import type { SeenFile } from '@rittdoc-batch/core'
import type { KnownRow } from './decide-record.ts'
import type { FormerOutput, Reservation } from './reserve-output.ts'

/** What is kept of a deleted row, as far as recording needs it. */
export interface ForgottenRow extends FormerOutput {
  readonly version: string | null
  readonly file_size: number | null
}

/** What recording reads and writes, whatever the database: reads see what was written before in the same recording. */
export interface RecordStore {
  /** The row of the file's storage and key, else a row of that key that no scan has adopted yet. */
  find(file: SeenFile): KnownRow | undefined
  /** Whether there is a row of the file's key that no scan has adopted yet. */
  isUnadopted(file: SeenFile): boolean
  findForgotten(file: SeenFile): ForgottenRow | undefined
  /** Whether another file has this output key, or had it before it was deleted. */
  isTaken(file: SeenFile, reservation: Reservation): boolean
  /** Looks at a file that may still be uploading. @returns whether it is finished; if not, this look is remembered */
  lookAgain(file: SeenFile, settleMs: number): boolean
  insert(file: SeenFile, reservation: Reservation): void
  /** A deleted row comes back to life: it is not forgotten any more. */
  dropForgotten(file: SeenFile): void
  /** A deleted row that no scan had adopted is known by its size; from now on by the version that has this size. */
  adoptForgotten(file: SeenFile): void
  /** Gives a row its storage, its publisher and a reserved output key. */
  place(file: SeenFile, row: KnownRow, reservation: Reservation): void
  /** Notes a version that was seen while another one is being worked on. */
  setAside(file: SeenFile, row: KnownRow): void
  /** Another version takes the place of the one that the row speaks of. */
  change(file: SeenFile, row: KnownRow): void
  requeue(row: KnownRow): void
}
