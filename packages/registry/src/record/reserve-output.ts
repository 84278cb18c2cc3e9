import { collisionKey, folderName, outputName, type SeenFile } from '@rittdoc-batch/core'
import type { Database } from '../sqlite/database.ts'
import { RECORD } from '../sqlite/hot-statements.ts'
import { oldFormsOf } from '../takeover/old-output.ts'

/** An output key with the form under which it must be unique. */
export interface Reservation {
  readonly outputKey: string
  readonly collision: string
}

/** Where a file's package lay before. */
export interface FormerOutput {
  readonly output_storage: string
  readonly output_key: string
}

/** What else to look at. */
export interface ReserveOptions {
  /** Whether anything was ever forgotten; most registries need not look. */
  readonly mayHaveForgotten: boolean
  /** Whether there are rows that no scan has adopted yet; their packages must not be overwritten either. */
  readonly mayAdopt: boolean
  /** What the file had before somebody deleted its row: it is not renamed for that. */
  readonly former?: FormerOutput | undefined
  /** Where the Python system published the file. It stays there, also in another folder than ours would be. */
  readonly published?: string | undefined
}

/** The file's former key, else the first candidate that no other file has, nor had before it was deleted. */
export function reserveOutput(db: Database, file: SeenFile, options: ReserveOptions): Reservation {
  for (const outputKey of candidates(file, options)) {
    const collision = collisionKey(outputKey)
    const place = [file.outputStorage, collision, file.storage, file.key]
    const isTaken =
      db.prepare(RECORD.takenByFile).get(...place) !== undefined ||
      (options.mayHaveForgotten && db.prepare(RECORD.takenByForgotten).get(...place) !== undefined) ||
      isTakenByUnadopted(db, outputKey, { file, options })
    if (!isTaken) return { outputKey, collision }
  }
  throw new Error('Unreachable: the candidates never end')
}

/** The first choice, for telling what a file did not get. */
export function wantedOutput(file: SeenFile): string {
  return file.outputFolder + outputName(file.filename, 0)
}

interface Reserving {
  readonly file: SeenFile
  readonly options: ReserveOptions
}

/** Rows that no scan has adopted yet hold their packages under the names that the Python system gave. */
function isTakenByUnadopted(db: Database, outputKey: string, { file, options }: Reserving): boolean {
  const statements = [
    options.mayAdopt ? [RECORD.takenByUnadopted] : [],
    options.mayHaveForgotten ? [RECORD.takenByForgottenUnadopted] : [],
  ].flat()
  if (statements.length === 0) return false
  return oldFormsOf(file.outputStorage, outputKey).some((form) =>
    statements.some((text) => db.prepare(text).get(collisionKey(form), file.storage, file.key) !== undefined),
  )
}

function* candidates(file: SeenFile, { former, published }: ReserveOptions): Generator<string> {
  if (published !== undefined) yield published
  if (former?.output_storage === file.outputStorage && folderName(former.output_key) === file.outputFolder)
    yield former.output_key
  for (let n = 0; ; n++) yield file.outputFolder + outputName(file.filename, n)
}
