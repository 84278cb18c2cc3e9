import { collisionKey, isSettled, type SeenFile } from '@rittdoc-batch/core'
import type { KnownRow } from '../../record/decide-record.ts'
import type { ForgottenRow, RecordStore } from '../../record/record-store.ts'
import type { Reservation } from '../../record/reserve-output.ts'
import { fromTimestamp } from '../../rows/timestamp.ts'
import { oldFormsOf } from '../../takeover/old-output.ts'
import { fileId, type KnownState, type NameHolder, type Needs } from './known-state.ts'

/** A row with what is to be written into it. */
export interface RowChange {
  readonly row: KnownRow
  readonly file: SeenFile
}

/** What a recording writes. */
export interface RecordPlan {
  readonly inserted: { readonly file: SeenFile; readonly reservation: Reservation }[]
  readonly placed: (RowChange & { readonly reservation: Reservation })[]
  readonly changed: RowChange[]
  readonly setAside: RowChange[]
  readonly requeued: number[]
  readonly droppedForgotten: SeenFile[]
  readonly adoptedForgotten: SeenFile[]
  readonly keptSightings: SeenFile[]
  readonly droppedSightings: SeenFile[]
}

/**
 * Plans a recording against what was read before, and writes nothing: so many files take a few statements. What it did
 * not know it takes for good, and names it; then the plan is made anew with that known.
 */
export class PlannedRecordStore implements RecordStore {
  readonly plan: RecordPlan = {
    ...{ inserted: [], placed: [], changed: [], setAside: [], requeued: [] },
    ...{ droppedForgotten: [], adoptedForgotten: [], keptSightings: [], droppedSightings: [] },
  }
  readonly #state: KnownState
  readonly #needs = { names: new Set<string>(), locks: new Set<number>() }
  /** Files as this plan leaves them, where it changes them. */
  readonly #rows = new Map<string, KnownRow | undefined>()
  readonly #holders = new Map<string, NameHolder[]>()

  constructor(state: KnownState) {
    this.#state = state
  }

  /** What the plan did not know; undefined when it may be carried out. */
  get needs(): Needs | undefined {
    return this.#needs.names.size + this.#needs.locks.size === 0 ? undefined : this.#needs
  }

  find({ storage, key }: SeenFile): KnownRow | undefined {
    return this.#row(storage, key) ?? this.#row('', key)
  }

  isUnadopted({ key }: SeenFile): boolean {
    return this.#row('', key) !== undefined
  }

  findForgotten({ storage, key }: SeenFile): ForgottenRow | undefined {
    return this.#state.forgotten.get(fileId(storage, key)) ?? this.#state.forgotten.get(fileId('', key))
  }

  isTaken(file: SeenFile, { outputKey, collision }: Reservation): boolean {
    const old = oldFormsOf(file.outputStorage, outputKey).map(collisionKey)
    for (const name of [collision, ...old]) if (!this.#state.names.has(name)) this.#needs.names.add(name)
    const isOther = ({ storage, key }: NameHolder) => storage !== file.storage || key !== file.key
    const isOtherOld = ({ storage, key }: NameHolder) =>
      (storage !== '' && storage !== file.storage) || key !== file.key
    return (
      this.#holdersOf(collision, file.outputStorage).some(isOther) ||
      old.some((name) => this.#holdersOf(name, '').some(isOtherOld))
    )
  }

  lookAgain(file: SeenFile, settleMs: number): boolean {
    const row = this.#state.sightings.get(fileId(file.storage, file.key))
    const firstSeenAt = fromTimestamp(row?.first_seen_at ?? null)
    const sighting = row && firstSeenAt && { version: row.version, firstSeenAt }
    const now = fromTimestamp(this.#state.now) ?? new Date()
    if (isSettled(file.modifiedAt, sighting, file.version, now, settleMs)) {
      if (row !== undefined) this.plan.droppedSightings.push(file)
      return true
    }
    if (sighting?.version !== file.version) this.plan.keptSightings.push(file)
    return false
  }

  insert(file: SeenFile, reservation: Reservation): void {
    this.plan.inserted.push({ file, reservation })
    this.#hold(file, reservation)
    this.#rows.set(fileId(file.storage, file.key), newRow(file, reservation, -this.plan.inserted.length))
  }

  dropForgotten(file: SeenFile): void {
    this.plan.droppedForgotten.push(file)
  }

  adoptForgotten(file: SeenFile): void {
    this.plan.adoptedForgotten.push(file)
  }

  place(file: SeenFile, row: KnownRow, reservation: Reservation): void {
    this.#hold(file, reservation)
    if (row.id < 0) {
      this.#insertAnew(file, reservation, row.id)
      return
    }
    this.#lock(row)
    this.plan.placed.push({ file, row, reservation })
    if (row.storage === '') this.#rows.set(fileId('', file.key), undefined)
    this.#rows.set(fileId(file.storage, file.key), { ...newRow(file, reservation, row.id), status: row.status })
  }

  setAside(file: SeenFile, row: KnownRow): void {
    this.#lock(row)
    this.plan.setAside.push({ file, row })
  }

  change(file: SeenFile, row: KnownRow): void {
    if (row.id < 0) {
      const { reservation } = this.plan.inserted[-row.id - 1] ?? unreachable()
      this.#insertAnew(file, reservation, row.id)
      return
    }
    this.#lock(row)
    this.plan.changed.push({ file, row })
    this.#rows.set(fileId(file.storage, file.key), { ...row, version: file.version, status: 'pending' })
  }

  requeue(row: KnownRow): void {
    if (row.id < 0) return
    this.#lock(row)
    this.plan.requeued.push(row.id)
  }

  /** A file that comes twice in one recording is inserted as it was seen last. */
  #insertAnew(file: SeenFile, reservation: Reservation, id: number): void {
    this.plan.inserted[-id - 1] = { file, reservation }
    this.#rows.set(fileId(file.storage, file.key), newRow(file, reservation, id))
  }

  #row(storage: string, key: string): KnownRow | undefined {
    const id = fileId(storage, key)
    return this.#rows.has(id) ? this.#rows.get(id) : this.#state.rows.get(id)
  }

  #lock({ id }: KnownRow): void {
    if (!this.#state.locked.has(id)) this.#needs.locks.add(id)
  }

  #holdersOf(collision: string, outputStorage: string): NameHolder[] {
    const all = this.#holders.get(collision) ?? this.#state.holders.get(collision) ?? []
    return all.filter((holder) => holder.outputStorage === outputStorage)
  }

  /** From now on the file has this name, and not the one that it had. */
  #hold({ storage, key, outputStorage }: SeenFile, { collision }: Reservation): void {
    const others = this.#holders.get(collision) ?? this.#state.holders.get(collision) ?? []
    this.#holders.set(collision, [...others, { outputStorage, collision, storage, key }])
  }
}

/** A row as it will be; new ones have an id below zero that tells their place in the plan. */
function newRow(file: SeenFile, { outputKey }: Reservation, id: number): KnownRow {
  const { storage, publisher, filename, format, version, sizeBytes, outputStorage } = file
  return {
    ...{ id, storage, publisher, filename, version, status: 'pending', error_code: null, next_version: null },
    ...{ file_format: format, file_size: sizeBytes, output_storage: outputStorage, output_key: outputKey },
  }
}

function unreachable(): never {
  throw new Error('Unreachable: rows with such an id are in the plan')
}
