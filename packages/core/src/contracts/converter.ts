import type { CallOptions } from './storage.ts'

/** The book as the engine knows it when it asks for a conversion. */
export interface ConvertFile {
  readonly publisher: string
  /** Key in the storage, for messages. */
  readonly key: string
  /** Last part of the key, for example `book.epub`. */
  readonly filename: string
  /** Extension in lower case with the dot, for example `.epub`. */
  readonly format: string
  readonly sizeBytes: number
}

/** Values for a book's metadata where the book itself is silent. Never overrides what the book says. */
export interface MetadataDefaults {
  readonly isbn?: string | undefined
  readonly title?: string | undefined
  readonly author?: string | undefined
  readonly publisher?: string | undefined
  readonly pubdate?: string | undefined
}

/** What the configuration asks of every conversion. */
export interface ConvertOptions {
  /** Decide structure from font sizes alone, ignoring outline and tags (PDF). @default false */
  readonly fontOnlyStructure?: boolean | undefined
  /** Metadata fields that must be present: a book without one fails instead of carrying a warning. @default [] */
  readonly require?: readonly (keyof MetadataDefaults)[] | undefined
  /** Filled in where the book is silent, already resolved for this book's publisher. */
  readonly metadata?: MetadataDefaults | undefined
}

/** One conversion. Paths are absolute; `workDir` is private (0700), empty and removed by the engine afterwards. */
export interface ConvertJob extends CallOptions {
  /** The downloaded book, named as in the storage so far as the file system allows. Read only. */
  readonly input: string
  /** Scratch space for anything the converter writes on the way. */
  readonly workDir: string
  /** Where the package (a zip) must stand when {@link Converter.convert} resolves. */
  readonly output: string
  readonly file: ConvertFile
  /** Counts from 1. */
  readonly attempt: number
  readonly options: ConvertOptions
  /** Wall-clock limit for this conversion in milliseconds; the converter kills what it started when it is over. */
  readonly timeoutMs: number
  /** Resident-memory limit for processes started for this conversion, in bytes; absent = none. */
  readonly memoryLimitBytes?: number | undefined
  /** A line for the log, tagged by the engine with publisher, key and attempt. */
  log(level: 'debug' | 'info' | 'warn', message: string): void
  /** How far the conversion is, 0 to 1; and optionally what it is doing. */
  progress(fraction: number, step?: string): void
}

/** Something the reader of the package should know: dropped, missing, repaired. */
export interface ConvertWarning {
  /** Stable, machine-readable, in snake_case: `missing_isbn`, `dropped_link`. */
  readonly code: string
  readonly message: string
  /** Where in the source, for example `OEBPS/ch1.xhtml:14` or `page 12`. */
  readonly place?: string | undefined
}

/** What a conversion tells beside the package itself. Serialisable. */
export interface ConvertResult {
  readonly warnings?: readonly ConvertWarning[] | undefined
  /** Counts and timings, for example `{ chapters: 12, images: 40, parseMs: 130 }`. */
  readonly metrics?: Readonly<Record<string, number>> | undefined
}

/**
 * Turns one book into one package.
 *
 * Rejects with a ConvertError: `input` when this file can never work (corrupt, encrypted, unsupported), `transient` when
 * it may work next time, `internal` when the converter is at fault; or with a TimeoutError. Leaves no process and no file
 * outside `workDir` and `output` behind, however it ends.
 *
 * Not its job: downloading, naming the output in the storage, retrying, publishing.
 */
export interface Converter {
  /** `name@version`; stored with every attempt. */
  readonly id: string
  /** What the engine must find in the output before it publishes it. `rittdoc`: a zip with a well-formed `Book.XML`. */
  readonly produces: 'rittdoc' | 'zip'
  convert(job: ConvertJob): Promise<ConvertResult>
  /** `true`, or the reason why this kind of file is not for this converter. Absent: everything is accepted. */
  accepts?(file: ConvertFile): true | string
  /** Checks that the converter can run at all (program found, DTD readable). @throws ConvertError `internal` */
  check?(options?: CallOptions): Promise<void>
  /** Ends helper processes that outlive single conversions. Idempotent. */
  close?(): Promise<void>
}
