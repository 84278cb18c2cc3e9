import type { ConvertErrorCode, Converter } from '@rittdoc-batch/core'

/** A book for the converter, on the local disk. */
export interface TestBook {
  readonly path: string
  /** Extension in lower case with the dot. @default that of the path */
  readonly format?: string
}

/** A converter to be tested. Made anew for each test. */
export interface ConverterSubject {
  readonly converter: Converter
  /** A book that converts. */
  readonly good: TestBook
  /** Books that can never convert, with the code that each gives. @default none */
  readonly bad?: ReadonlyArray<TestBook & { readonly code?: ConvertErrorCode | 'invalid_output' }>
  /** A book whose conversion takes long enough to be stopped: seconds. Absent: its tests are skipped. */
  readonly slow?: TestBook
  /** Whether the same book gives the same bytes. @default true */
  readonly isDeterministic?: boolean
  cleanup?(): Promise<void>
}
