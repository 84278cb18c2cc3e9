import type { Conflict, RecordOptions, RecordResult, SeenFile } from '@rittdoc-batch/core'
import { keyOfOldOutput } from '../takeover/old-output.ts'
import { decideRecord, isPlacedAnew, type KnownRow, type RecordAction } from './decide-record.ts'
import { inInputOrder, recordOrder } from './record-order.ts'
import type { ForgottenRow, RecordStore } from './record-store.ts'
import { type FormerOutput, type Reservation, reserveOutput, wantedOutput } from './reserve-output.ts'

/** Records what was seen: the rules of identity, output names and re-scans, the same for every database. */
export class Recording {
  readonly #store: RecordStore
  readonly #options: RecordOptions
  readonly #counts = { added: 0, changed: 0, unchanged: 0, requeued: 0 }
  readonly #settling: SeenFile[] = []
  readonly #conflicts: Conflict[] = []

  constructor(store: RecordStore, options: RecordOptions) {
    this.#store = store
    this.#options = options
  }

  record(files: readonly SeenFile[]): RecordResult {
    for (const file of recordOrder(files, (file) => this.#store.isUnadopted(file))) this.#recordOne(file)
    return { ...this.#counts, settling: inInputOrder(this.#settling, files), conflicts: this.#conflicts }
  }

  #recordOne(file: SeenFile): void {
    const row = this.#store.find(file)
    const forgotten = row === undefined ? this.#store.findForgotten(file) : undefined
    const action = decideRecord(file, { row, forgotten }, this.#options.requeue)
    if (takesNewVersion(action) && !this.#isFinished(file)) this.#settling.push(file)
    else if (row !== undefined) this.#applyToRow(file, row, action)
    else if (action === 'insert') this.#insert(file, forgotten)
    else this.#keepForgotten(file, forgotten)
  }

  #isFinished(file: SeenFile): boolean {
    const settleMs = this.#options.settleMs ?? 0
    return settleMs <= 0 || this.#store.lookAgain(file, settleMs)
  }

  #insert(file: SeenFile, forgotten: ForgottenRow | undefined): void {
    this.#store.insert(file, this.#reserve(file, forgotten))
    if (forgotten !== undefined) this.#store.dropForgotten(file)
    this.#counts.added++
  }

  #keepForgotten(file: SeenFile, forgotten: ForgottenRow | undefined): void {
    if (forgotten?.version === null) this.#store.adoptForgotten(file)
    this.#counts.unchanged++
  }

  #applyToRow(file: SeenFile, row: KnownRow, action: RecordAction): void {
    if (isPlacedAnew(file, row, this.#options.requeue)) this.#place(file, row)
    if (action === 'set_aside') {
      this.#store.setAside(file, row)
      this.#counts.changed++
    } else if (action === 'change') {
      this.#store.change(file, row)
      this.#counts.changed++
    } else if (action === 'requeue') {
      this.#store.requeue(row)
      this.#counts.requeued++
    } else this.#counts.unchanged++
  }

  #place(file: SeenFile, row: KnownRow): void {
    const isOld = row.output_storage === '' && row.output_key !== ''
    const published = isOld ? keyOfOldOutput(file.outputStorage, row.output_key) : undefined
    this.#store.place(file, row, this.#reserve(file, undefined, published))
  }

  #reserve(file: SeenFile, former?: FormerOutput, published?: string): Reservation {
    const isTaken = (reservation: Reservation) => this.#store.isTaken(file, reservation)
    const wanted = wantedOutput(file)
    const reservation = reserveOutput(file, { wanted, former, published, isTaken })
    const { outputKey } = reservation
    if (outputKey !== wanted && outputKey !== published) this.#conflicts.push({ key: file.key, wanted, outputKey })
    return reservation
  }
}

function takesNewVersion(action: RecordAction): boolean {
  return action === 'insert' || action === 'change' || action === 'set_aside'
}
