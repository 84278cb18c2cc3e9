import type { Conflict, RecordOptions, RecordResult, SeenFile } from '@rittdoc-batch/core'
import type { FileRow } from '../rows/file-record.ts'
import { toTimestamp } from '../rows/timestamp.ts'
import type { Database } from '../sqlite/database.ts'
import { decideRecord, type RecordAction } from './decide-record.ts'
import { type Reservation, reserveOutput, wantedOutput } from './reserve-output.ts'
import { lookAgain } from './sightings.ts'

const FIND = 'SELECT * FROM files WHERE storage = ? AND s3_key = ?'
const FIND_FORGOTTEN = 'SELECT version, file_size FROM forgotten WHERE storage = ? AND s3_key = ?'
const ANY_UNADOPTED = "SELECT 1 FROM files WHERE storage = '' LIMIT 1"
const ANY_FORGOTTEN = 'SELECT 1 FROM forgotten LIMIT 1'
const DROP_FORGOTTEN = 'DELETE FROM forgotten WHERE storage = ? AND s3_key = ?'

const INSERT = `INSERT INTO files (storage, s3_key, publisher, filename, file_format, file_size, version, status,
  discovered_at, due_at, retry_count, output_storage, output_key, output_collision)
  VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, 0, ?, ?, ?)`

/** What makes a row due as if it were new. */
const FRESH = `status = 'pending', due_at = ?, retry_count = 0, attempt = 0, lost = 0, lost_phase = NULL,
  error_code = NULL, error_message = NULL, next_version = NULL, next_size = NULL`
const CHANGE = `UPDATE files SET version = ?, file_size = ?, ${FRESH} WHERE id = ?`
const REQUEUE = `UPDATE files SET ${FRESH} WHERE id = ?`
const SET_ASIDE = 'UPDATE files SET next_version = ?, next_size = ? WHERE id = ?'
const PLACE = `UPDATE files SET storage = ?, publisher = ?, version = COALESCE(version, ?),
  output_storage = ?, output_key = ?, output_collision = ? WHERE id = ?`

/** Records what was seen, in one transaction. */
export function recordFiles(db: Database, files: readonly SeenFile[], now: Date, options: RecordOptions): RecordResult {
  return db.write(() => new Recording(db, now, options).record(files))
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
    this.#mayAdopt = db.prepare(ANY_UNADOPTED).get() !== undefined
    this.#mayHaveForgotten = db.prepare(ANY_FORGOTTEN).get() !== undefined
  }

  record(files: readonly SeenFile[]): RecordResult {
    for (const file of inKeyOrder(files)) this.#recordOne(file)
    return { ...this.#counts, settling: this.#settling, conflicts: this.#conflicts }
  }

  #recordOne(file: SeenFile): void {
    const row = this.#find(file)
    const forgotten = row === undefined && this.#mayHaveForgotten ? this.#findForgotten(file) : undefined
    const action = decideRecord(file, { row, forgotten }, this.#options.requeue)
    if (takesNewVersion(action) && !this.#isFinished(file)) this.#settling.push(file)
    else if (row === undefined) this.#applyToNew(file, action)
    else this.#applyToRow(file, row, action)
  }

  #find(file: SeenFile): FileRow | undefined {
    const find = this.#db.prepare(FIND)
    const row = find.get(file.storage, file.key) ?? (this.#mayAdopt ? find.get('', file.key) : undefined)
    return row as FileRow | undefined
  }

  #findForgotten(file: SeenFile) {
    const row = this.#db.prepare(FIND_FORGOTTEN).get(file.storage, file.key)
    return row as { version: string | null; file_size: number | null } | undefined
  }

  #isFinished(file: SeenFile): boolean {
    const settleMs = this.#options.settleMs ?? 0
    return settleMs <= 0 || lookAgain(this.#db, file, { now: this.#date, settleMs })
  }

  #applyToNew(file: SeenFile, action: RecordAction): void {
    if (action === 'none') {
      this.#counts.unchanged++
      return
    }
    const { outputKey, collision } = this.#reserve(file)
    const { storage, key, publisher, filename, format, sizeBytes, version, outputStorage } = file
    this.#db
      .prepare(INSERT)
      .run(
        storage,
        key,
        publisher,
        filename,
        format,
        sizeBytes,
        version,
        this.#now,
        this.#now,
        outputStorage,
        outputKey,
        collision,
      )
    if (this.#mayHaveForgotten) this.#db.prepare(DROP_FORGOTTEN).run(storage, key)
    this.#counts.added++
  }

  #applyToRow(file: SeenFile, row: FileRow, action: RecordAction): void {
    if (row.storage === '' || action === 'move') this.#place(file, row)
    if (action === 'none' || action === 'adopt') this.#counts.unchanged++
    else if (action === 'set_aside') {
      this.#db.prepare(SET_ASIDE).run(file.version, file.sizeBytes, row.id)
      this.#counts.changed++
    } else if (action === 'change') {
      this.#db.prepare(CHANGE).run(file.version, file.sizeBytes, this.#now, row.id)
      this.#counts.changed++
    } else {
      this.#db.prepare(REQUEUE).run(this.#now, row.id)
      this.#counts.requeued++
    }
  }

  /** Gives a row its storage, its publisher and a reserved output key. */
  #place(file: SeenFile, row: FileRow): void {
    const { outputKey, collision } = this.#reserve(file)
    const { storage, publisher, version, outputStorage } = file
    this.#db.prepare(PLACE).run(storage, publisher, version, outputStorage, outputKey, collision, row.id)
  }

  #reserve(file: SeenFile): Reservation {
    const reservation = reserveOutput(this.#db, file, this.#mayHaveForgotten)
    const wanted = wantedOutput(file)
    if (reservation.outputKey !== wanted) {
      this.#conflicts.push({ key: file.key, wanted, outputKey: reservation.outputKey })
    }
    return reservation
  }
}

function takesNewVersion(action: RecordAction): boolean {
  return action === 'insert' || action === 'change' || action === 'set_aside'
}

/** Byte order of the keys, so that the lower key gets its first choice of name. Listings mostly come in order already. */
function inKeyOrder(files: readonly SeenFile[]): readonly SeenFile[] {
  const isSorted = files.every((file, i) => i === 0 || compareKeys(files[i - 1]?.key ?? '', file.key) <= 0)
  return isSorted ? files : files.toSorted((a, b) => compareKeys(a.key, b.key))
}

/** UTF-8 byte order without encoding: code units differ from it only around surrogates. */
function compareKeys(a: string, b: string): number {
  if (a === b) return 0
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
