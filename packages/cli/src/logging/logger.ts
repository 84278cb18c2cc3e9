import { once } from 'node:events'
import { basename, dirname, resolve } from 'node:path'
import pino, { type Logger } from 'pino'
import { createStream, type RotatingFileStream } from 'rotating-file-stream'
import { textLine } from './text-line.ts'

export type { Logger }

/** How a log file is kept from growing for ever. */
export interface Rotation {
  /** A file of this size is put aside under a name with the time. */
  readonly bytes: number
  /** So many files that were put aside are kept. */
  readonly files: number
}

/** Options of {@link openLog}. */
export interface LogOptions {
  /** Documented level word, for example `INFO`. */
  readonly level: string
  readonly format: 'text' | 'json'
  /** Absolute or relative path; undefined: no file. */
  readonly file?: string | undefined
  /** When the file is put aside, and how many of those are kept. @default 20 MB, 10 files */
  readonly rotation?: Rotation | undefined
  /** Gets the reason, once, when the file cannot be written any more. The log goes on without it. @default nobody */
  readonly onFileLost?: ((reason: string) => void) | undefined
  /** Gets every line that is also for the console; undefined: none. */
  readonly console?: { readonly level: string; write(line: string): void } | undefined
}

/** An open log. */
export interface Log {
  readonly logger: Logger
  /** Writes out what is buffered. */
  close(): Promise<void>
}

const ROTATION: Rotation = { bytes: 20_000_000, files: 10 }

/** Never logged, wherever in a record it stands. */
const SECRETS = ['password', 'passphrase', 'secret', 'secretAccessKey', 'secret_access_key', 'token', 'authorization']

const LEVELS: Readonly<Record<string, pino.Level>> = {
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  WARNING: 'warn',
  ERROR: 'error',
  CRITICAL: 'fatal',
}

/** Opens the log: lines to the file and to the console, each from its own level on. */
export function openLog(options: LogOptions): Log {
  const level = LEVELS[options.level] ?? 'info'
  const format = (line: string) => (options.format === 'json' ? line : `${textLine(JSON.parse(line))}\n`)
  const file = options.file === undefined ? undefined : openFile(options.file, options)
  const streams: pino.StreamEntry[] = []
  if (file !== undefined)
    streams.push({ level, stream: { write: (line: string) => void (file.isLost || file.stream.write(format(line))) } })
  const { console } = options
  if (console !== undefined) {
    streams.push({
      level: LEVELS[console.level] ?? level,
      stream: { write: (line: string) => console.write(format(line)) },
    })
  }
  const redact = { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '********' }
  const logger = pino({ level, base: null, redact }, pino.multistream(streams))
  return { logger, close: () => endFile(file) }
}

function openFile(path: string, { rotation = ROTATION, onFileLost }: LogOptions): LogFile {
  const full = resolve(path)
  const stream = createStream(basename(full), {
    path: dirname(full),
    size: `${rotation.bytes}B`,
    maxFiles: rotation.files,
  })
  const file: LogFile = { stream, isLost: false }
  // A full disk or a folder that went away must cost lines, not the run.
  stream.on('error', (error) => {
    if (!file.isLost) onFileLost?.(`could not write the log ${full}: ${error.message}`)
    file.isLost = true
  })
  return file
}

interface LogFile {
  readonly stream: RotatingFileStream
  isLost: boolean
}

async function endFile(file: LogFile | undefined): Promise<void> {
  if (file === undefined || file.isLost) return
  const finished = once(file.stream, 'finish').catch(() => {})
  file.stream.end()
  await finished
}
