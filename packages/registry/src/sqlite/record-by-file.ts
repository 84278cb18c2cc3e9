import { collisionKey, type SeenFile } from '@rittdoc-batch/core'
import type { KnownRow } from '../record/decide-record.ts'
import type { ForgottenRow, RecordStore } from '../record/record-store.ts'
import type { Reservation } from '../record/reserve-output.ts'
import { toTimestamp } from '../rows/timestamp.ts'
import { oldFormsOf } from '../takeover/old-output.ts'
import type { Database } from './database.ts'
import { RECORD } from './hot-statements.ts'
import { insertRows, ownValues, sharedValues } from './new-row.ts'
import { lookAgain } from './sightings.ts'

const INSERT = insertRows(1)

/** Asks and tells the database file by file. */
export class RecordByFile implements RecordStore {
  protected readonly db: Database
  readonly #date: Date
  protected readonly now: string
  /** Both asked once: most databases have neither, and then no file pays for the look-ups. */
  protected readonly mayAdopt: boolean
  readonly #mayHaveForgotten: boolean

  constructor(db: Database, now: Date) {
    this.db = db
    this.#date = now
    this.now = toTimestamp(now)
    this.mayAdopt = db.prepare(RECORD.anyUnadopted).get() !== undefined
    this.#mayHaveForgotten = db.prepare(RECORD.anyForgotten).get() !== undefined
  }

  find(file: SeenFile): KnownRow | undefined {
    const find = this.db.prepare(RECORD.find)
    const row = find.get(file.storage, file.key) ?? (this.mayAdopt ? find.get('', file.key) : undefined)
    return row as KnownRow | undefined
  }

  isUnadopted(file: SeenFile): boolean {
    return this.mayAdopt && this.db.prepare(RECORD.find).get('', file.key) !== undefined
  }

  findForgotten({ storage, key }: SeenFile): ForgottenRow | undefined {
    if (!this.#mayHaveForgotten) return undefined
    return this.db.prepare(RECORD.findForgotten).get(key, storage) as ForgottenRow | undefined
  }

  isTaken(file: SeenFile, reservation: Reservation): boolean {
    return (
      this.isTakenByRow(file, reservation) ||
      (this.#mayHaveForgotten && this.#isAmong(RECORD.takenByForgotten, file, reservation)) ||
      this.#isTakenByUnadopted(file, reservation.outputKey)
    )
  }

  lookAgain(file: SeenFile, settleMs: number): boolean {
    return lookAgain(this.db, file, { now: this.#date, settleMs })
  }

  insert(file: SeenFile, reservation: Reservation): void {
    this.db.prepare(INSERT).run(ownValues(file, reservation), sharedValues(file, this.now))
  }

  dropForgotten({ storage, key }: SeenFile): void {
    this.db.prepare(RECORD.dropForgotten).run(storage, key)
  }

  adoptForgotten({ storage, version, key }: SeenFile): void {
    this.db.prepare(RECORD.adoptForgotten).run(storage, version, key)
  }

  place(file: SeenFile, row: KnownRow, { outputKey, collision }: Reservation): void {
    const { storage, publisher, filename, format, version, sizeBytes, outputStorage } = file
    this.db.prepare(RECORD.place).run(storage, version, sizeBytes, outputStorage, outputKey, collision, row.id)
    if (publisher !== row.publisher || filename !== row.filename || format !== row.file_format)
      this.db.prepare(RECORD.describe).run(publisher, filename, format, row.id)
  }

  setAside({ version, sizeBytes }: SeenFile, { id }: KnownRow): void {
    this.db.prepare(RECORD.setAside).run(version, sizeBytes, id)
  }

  change({ version, sizeBytes }: SeenFile, { id }: KnownRow): void {
    this.db.prepare(RECORD.change).run(version, sizeBytes, this.now, id)
  }

  requeue({ id }: KnownRow): void {
    this.db.prepare(RECORD.requeue).run(this.now, id)
  }

  protected isTakenByRow(file: SeenFile, reservation: Reservation): boolean {
    return this.#isAmong(RECORD.takenByFile, file, reservation)
  }

  #isAmong(holders: string, { outputStorage, storage, key }: SeenFile, { collision }: Reservation): boolean {
    return this.db.prepare(holders).get(outputStorage, collision, storage, key) !== undefined
  }

  /** Rows that no scan has adopted yet hold their packages under the names that the Python system gave. */
  #isTakenByUnadopted({ outputStorage, storage, key }: SeenFile, outputKey: string): boolean {
    const statements = [
      this.mayAdopt ? [RECORD.takenByUnadopted] : [],
      this.#mayHaveForgotten ? [RECORD.takenByForgottenUnadopted] : [],
    ].flat()
    if (statements.length === 0) return false
    return oldFormsOf(outputStorage, outputKey).some((form) =>
      statements.some((text) => this.db.prepare(text).get(collisionKey(form), storage, key) !== undefined),
    )
  }
}
