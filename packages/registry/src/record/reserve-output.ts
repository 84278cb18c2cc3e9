import { collisionKey, folderName, outputName, type SeenFile } from '@rittdoc-batch/core'

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

/** What decides which key a file gets. */
export interface ReserveOptions {
  /** The first choice: {@link wantedOutput}. */
  readonly wanted: string
  /** Whether another file has this key. */
  readonly isTaken: (reservation: Reservation) => boolean
  /** What the file had before somebody deleted its row: it is not renamed for that. */
  readonly former?: FormerOutput | undefined
  /** Where the Python system published the file. It stays there, also in another folder than ours would be. */
  readonly published?: string | undefined
}

/** The file's former key, else the first candidate that no other file has, nor had before it was deleted. */
export function reserveOutput(file: SeenFile, options: ReserveOptions): Reservation {
  for (const outputKey of candidates(file, options)) {
    const reservation = { outputKey, collision: collisionKey(outputKey) }
    if (!options.isTaken(reservation)) return reservation
  }
  throw new Error('Unreachable: the candidates never end')
}

/** The first choice of a file. */
export function wantedOutput(file: SeenFile): string {
  return file.outputFolder + outputName(file.filename, 0)
}

function* candidates(file: SeenFile, { wanted, former, published }: ReserveOptions): Generator<string> {
  if (published !== undefined) yield published
  if (former?.output_storage === file.outputStorage && folderName(former.output_key) === file.outputFolder)
    yield former.output_key
  yield wanted
  for (let n = 1; ; n++) yield file.outputFolder + outputName(file.filename, n)
}
