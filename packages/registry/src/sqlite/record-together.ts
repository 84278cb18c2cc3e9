import type { SeenFile } from '@rittdoc-batch/core'
import type { KnownRow } from '../record/decide-record.ts'
import type { Reservation } from '../record/reserve-output.ts'
import type { Database } from './database.ts'
import { RECORD } from './hot-statements.ts'
import { insertRows, newRow } from './new-row.ts'
import { RecordByFile } from './record-by-file.ts'

/** Files that one statement reads or inserts. More are not faster, and the values of a statement have a limit. */
const TOGETHER = 50

const FIND = RECORD.findMany(TOGETHER)
const INSERT = insertRows(TOGETHER)

/**
 * Reads and inserts many rows with one statement, which takes half the time. A name is taken for free unless another file
 * of this recording has it; where that is wrong, the index of names refuses the rows.
 */
export class RecordTogether extends RecordByFile {
  /** What the database knows of each key of a storage, until that is asked for: then the recording may change it. */
  readonly #known = new Map<string, Map<string, KnownRow | undefined>>()
  /** Values of rows that are to be inserted, and their names. */
  readonly #rows: (readonly unknown[])[] = []
  readonly #names = new Set<string>()

  constructor(db: Database, now: Date, files: readonly SeenFile[]) {
    super(db, now)
    for (const [storage, ofStorage] of Map.groupBy(files, (file) => file.storage))
      this.#known.set(storage, this.#read(storage, ofStorage))
  }

  override find(file: SeenFile): KnownRow | undefined {
    const known = this.#known.get(file.storage)
    const row = known?.get(file.key)
    if (known?.delete(file.key)) return row ?? (this.mayAdopt ? super.find(file) : undefined)
    this.writeRows()
    return super.find(file)
  }

  override insert(file: SeenFile, reservation: Reservation): void {
    this.#rows.push(newRow(file, reservation, this.now))
    this.#names.add(nameOf(file.outputStorage, reservation.collision))
  }

  protected override isTakenByRow(file: SeenFile, { collision }: Reservation): boolean {
    return this.#names.has(nameOf(file.outputStorage, collision))
  }

  /** Writes the rows that were only noted so far. */
  writeRows(): void {
    const rows = this.#rows.splice(0)
    this.#names.clear()
    const rest = rows.length % TOGETHER
    for (let i = 0; i < rows.length - rest; i += TOGETHER)
      this.db.prepare(INSERT).run(rows.slice(i, i + TOGETHER).flat())
    for (const row of rows.slice(rows.length - rest)) this.db.prepare(insertRows(1)).run(row)
  }

  #read(storage: string, files: readonly SeenFile[]): Map<string, KnownRow | undefined> {
    const keys = files.map(({ key }) => key)
    const known = new Map<string, KnownRow | undefined>(keys.map((key) => [key, undefined]))
    for (let i = 0; i < keys.length; i += TOGETHER) {
      const some = keys.slice(i, i + TOGETHER)
      const filled = [...some, ...Array(TOGETHER - some.length).fill(some[0])]
      for (const row of this.db.prepare(FIND).all(storage, filled) as (KnownRow & { readonly s3_key: string })[])
        known.set(row.s3_key, row)
    }
    return known
  }
}

function nameOf(storage: string, name: string): string {
  return `${storage}\0${name}`
}
