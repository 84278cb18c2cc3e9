import type { Conflict, RecordOptions, RecordResult, SeenFile } from '@rittdoc-batch/core'
import { toTimestamp } from '../rows/timestamp.ts'
import type { Database } from '../sqlite/database.ts'
import { RECORD } from '../sqlite/hot-statements.ts'
import { keyOfOldOutput } from '../takeover/old-output.ts'
import { decideRecord, isPlacedAnew, type KnownRow, type RecordAction } from './decide-record.ts'
import { inInputOrder, recordOrder } from './record-order.ts'
import { type FormerOutput, type Reservation, reserveOutput, wantedOutput } from './reserve-output.ts'
import { lookAgain } from './sightings.ts'

/** What is kept of a deleted row, as far as recording needs it. */
interface ForgottenRow extends FormerOutput {
  readonly version: string | null
  readonly file_size: number | null
}

/** Records what was seen, in one transaction. */
export function recordFiles(
  db: Database,
  files: readonly SeenFile[],
  options: RecordOptions & { readonly now: () => Date },
): RecordResult {
  return db.readThenWrite(() => new Recording(db, options.now(), options).record(files))
}

class Recording {
  readonly #db: Database
  readonly #options: RecordOptions
  readonly #date: Date
  readonly #now: string
  /** Asked once: most databases have neither, and then no file pays for the look-ups. */
  readonly #mayAdopt: boolean
  readonly #mayHaveForgotten: boolean
  readonly #counts = { added: 0, changed: 0, unchanged: 0, requeued: 0 }
  readonly #settling: SeenFile[] = []
  readonly #conflicts: Conflict[] = []

  constructor(db: Database, now: Date, options: RecordOptions) {
    this.#db = db
    this.#options = options
    this.#date = now
    this.#now = toTimestamp(now)
    this.#mayAdopt = db.prepare(RECORD.anyUnadopted).get() !== undefined
    this.#mayHaveForgotten = db.prepare(RECORD.anyForgotten).get() !== undefined
  }

  record(files: readonly SeenFile[]): RecordResult {
    const isUnadopted = (file: SeenFile) => this.#db.prepare(RECORD.find).get('', file.key) !== undefined
    for (const file of recordOrder(files, this.#mayAdopt ? isUnadopted : undefined)) this.#recordOne(file)
    return { ...this.#counts, settling: inInputOrder(this.#settling, files), conflicts: this.#conflicts }
  }

  #recordOne(file: SeenFile): void {
    const row = this.#find(file)
    const forgotten = row === undefined && this.#mayHaveForgotten ? this.#findForgotten(file) : undefined
    const action = decideRecord(file, { row, forgotten }, this.#options.requeue)
    if (takesNewVersion(action) && !this.#isFinished(file)) this.#settling.push(file)
    else if (row !== undefined) this.#applyToRow(file, row, action)
    else if (action === 'insert') this.#insert(file, forgotten)
    else this.#keepForgotten(file, forgotten)
  }

  #find(file: SeenFile): KnownRow | undefined {
    const find = this.#db.prepare(RECORD.find)
    const row = find.get(file.storage, file.key) ?? (this.#mayAdopt ? find.get('', file.key) : undefined)
    return row as KnownRow | undefined
  }

  #findForgotten({ storage, key }: SeenFile): ForgottenRow | undefined {
    return this.#db.prepare(RECORD.findForgotten).get(key, storage) as ForgottenRow | undefined
  }

  #isFinished(file: SeenFile): boolean {
    const settleMs = this.#options.settleMs ?? 0
    return settleMs <= 0 || lookAgain(this.#db, file, { now: this.#date, settleMs })
  }

  #insert(file: SeenFile, forgotten: ForgottenRow | undefined): void {
    const { outputKey, collision } = this.#reserve(file, forgotten)
    const { storage, key, publisher, filename, format, sizeBytes, version, outputStorage } = file
    const what = [storage, key, publisher, filename, format, sizeBytes, version]
    this.#db.prepare(RECORD.insert).run(...what, this.#now, this.#now, outputStorage, outputKey, collision)
    if (forgotten !== undefined) this.#db.prepare(RECORD.dropForgotten).run(storage, key)
    this.#counts.added++
  }

  /** A deleted row that no scan had adopted is known by its size; from now on by the version that has this size. */
  #keepForgotten({ storage, version, key }: SeenFile, forgotten: ForgottenRow | undefined): void {
    if (forgotten?.version === null) this.#db.prepare(RECORD.adoptForgotten).run(storage, version, key)
    this.#counts.unchanged++
  }

  #applyToRow(file: SeenFile, row: KnownRow, action: RecordAction): void {
    if (isPlacedAnew(file, row, this.#options.requeue)) this.#place(file, row)
    if (action === 'set_aside') {
      this.#db.prepare(RECORD.setAside).run(file.version, file.sizeBytes, row.id)
      this.#counts.changed++
    } else if (action === 'change') {
      this.#db.prepare(RECORD.change).run(file.version, file.sizeBytes, this.#now, row.id)
      this.#counts.changed++
    } else if (action === 'requeue') {
      this.#db.prepare(RECORD.requeue).run(this.#now, row.id)
      this.#counts.requeued++
    } else this.#counts.unchanged++
  }

  /** Gives a row its storage, its publisher and a reserved output key. */
  #place(file: SeenFile, row: KnownRow): void {
    const isOld = row.output_storage === '' && row.output_key !== ''
    const published = isOld ? keyOfOldOutput(file.outputStorage, row.output_key) : undefined
    const { outputKey, collision } = this.#reserve(file, undefined, published)
    const { storage, publisher, filename, format, version, sizeBytes, outputStorage } = file
    this.#db.prepare(RECORD.place).run(storage, version, sizeBytes, outputStorage, outputKey, collision, row.id)
    if (publisher !== row.publisher || filename !== row.filename || format !== row.file_format)
      this.#db.prepare(RECORD.describe).run(publisher, filename, format, row.id)
  }

  #reserve(file: SeenFile, former?: FormerOutput, published?: string): Reservation {
    const [mayHaveForgotten, mayAdopt] = [this.#mayHaveForgotten, this.#mayAdopt]
    const reservation = reserveOutput(this.#db, file, { mayHaveForgotten, mayAdopt, former, published })
    const { key } = file
    const { outputKey } = reservation
    const wanted = wantedOutput(file)
    if (outputKey !== wanted && outputKey !== published) this.#conflicts.push({ key, wanted, outputKey })
    return reservation
  }
}

function takesNewVersion(action: RecordAction): boolean {
  return action === 'insert' || action === 'change' || action === 'set_aside'
}
