import { once } from 'node:events'
import { basename, dirname, resolve } from 'node:path'
import pino, { type Logger } from 'pino'
import { createStream, type RotatingFileStream } from 'rotating-file-stream'
import { textLine } from './text-line.ts'

export type { Logger }

/** Options of {@link openLog}. */
export interface LogOptions {
  /** Documented level word, for example `INFO`. */
  readonly level: string
  readonly format: 'text' | 'json'
  /** Absolute or relative path; undefined: no file. */
  readonly file?: string | undefined
  /** Gets every line that is also for the console; undefined: none. */
  readonly console?: { readonly level: string; write(line: string): void } | undefined
}

/** An open log. */
export interface Log {
  readonly logger: Logger
  /** Writes out what is buffered. */
  close(): Promise<void>
}

/** A file of this size is put aside, and this many are kept. */
const ROTATE_AT = '20M'
const KEPT_FILES = 10

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
  const file = options.file === undefined ? undefined : openFile(options.file)
  const streams: pino.StreamEntry[] = []
  if (file !== undefined) streams.push({ level, stream: { write: (line: string) => void file.write(format(line)) } })
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

function openFile(path: string): RotatingFileStream {
  const full = resolve(path)
  return createStream(basename(full), { path: dirname(full), size: ROTATE_AT, maxFiles: KEPT_FILES })
}

async function endFile(file: RotatingFileStream | undefined): Promise<void> {
  if (file === undefined) return
  const finished = once(file, 'finish')
  file.end()
  await finished
}
