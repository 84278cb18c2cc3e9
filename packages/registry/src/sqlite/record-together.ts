import type { SeenFile } from '@rittdoc-batch/core'
import type { KnownRow } from '../record/decide-record.ts'
import { compareKeys } from '../record/record-order.ts'
import type { Reservation } from '../record/reserve-output.ts'
import type { Database } from './database.ts'
import { RECORD } from './hot-statements.ts'
import { insertRows, ownValues, sharedValues } from './new-row.ts'
import { RecordByFile } from './record-by-file.ts'

/** Files that one statement reads or inserts. More are not faster, and the values of a statement have a limit. */
const TOGETHER = 50

const FIND = RECORD.findMany(TOGETHER)
const INSERT = insertRows(TOGETHER)
const INSERT_ONE = insertRows(1)

/**
 * Reads and inserts many rows with one statement, which takes half the time. A name is taken for free unless another file
 * of this recording has it; where that is wrong, the index of names refuses the rows.
 */
export class RecordTogether extends RecordByFile {
  /** What the database knows of each key of a storage, until that is asked for: then the recording may change it. */
  readonly #known = new Map<string, Map<string, KnownRow | undefined>>()
  /** Files that are to be inserted, and the values of their rows; and their names by storage. */
  #files: SeenFile[] = []
  #values: (readonly unknown[])[] = []
  readonly #names = new Map<string, Set<string>>()

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
    this.#files.push(file)
    this.#values.push(ownValues(file, reservation))
    const names = this.#names.get(file.outputStorage)
    if (names === undefined) this.#names.set(file.outputStorage, new Set([reservation.collision]))
    else names.add(reservation.collision)
  }

  protected override isTakenByRow(file: SeenFile, { collision }: Reservation): boolean {
    return this.#names.get(file.outputStorage)?.has(collision) ?? false
  }

  /** Writes the rows that were only noted so far. */
  writeRows(): void {
    const [files, values] = [this.#files, this.#values]
    if (files.length === 0) return
    ;[this.#files, this.#values] = [[], []]
    this.#names.clear()
    for (const [storage, ofStorage] of Map.groupBy(files, (file) => file.storage))
      for (const [publisher, { length }] of Map.groupBy(ofStorage, (file) => file.publisher))
        this.db.prepare(RECORD.count).run(storage, publisher, length)
    for (let i = 0; i < files.length; ) {
      const count = this.#alike(files, i)
      const shared = sharedValues(files[i] as SeenFile, this.now)
      this.db.prepare(count === 1 ? INSERT_ONE : INSERT).run(values.slice(i, i + count).flat(), shared)
      i += count
    }
    this.db.prepare(RECORD.counted).run()
  }

  /** How many rows from this one on are inserted together: as many as that takes, when they share what is shared, or one. */
  #alike(files: readonly SeenFile[], from: number): number {
    const { storage, publisher, outputStorage } = files[from] as SeenFile
    const isAlike = (file: SeenFile) =>
      file.publisher === publisher && file.storage === storage && file.outputStorage === outputStorage
    const some = files.slice(from, from + TOGETHER)
    return some.length === TOGETHER && some.every(isAlike) ? TOGETHER : 1
  }

  #read(storage: string, files: readonly SeenFile[]): Map<string, KnownRow | undefined> {
    const keys = files.map(({ key }) => key)
    const known = new Map<string, KnownRow | undefined>(keys.map((key) => [key, undefined]))
    const [least = '', greatest = ''] = boundsOf(keys)
    if (this.db.prepare(RECORD.anyBetween).get(storage, least, greatest) === undefined) return known
    for (let i = 0; i < keys.length; i += TOGETHER) {
      const some = keys.slice(i, i + TOGETHER)
      const filled = [...some, ...Array(TOGETHER - some.length).fill(some[0])]
      for (const row of this.db.prepare(FIND).all(storage, filled) as (KnownRow & { readonly s3_key: string })[])
        known.set(row.s3_key, row)
    }
    return known
  }
}

/** The first and the last key in the order of the database; listings come in that order. */
function boundsOf(keys: readonly string[]): readonly [string | undefined, string | undefined] {
  const sorted = keys.every((key, i) => i === 0 || compareKeys(keys[i - 1] ?? '', key) <= 0)
    ? keys
    : keys.toSorted(compareKeys)
  return [sorted[0], sorted.at(-1)]
}
