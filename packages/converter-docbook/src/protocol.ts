import type { ConvertFile, ConvertOptions, ConvertResult, ErrorCode, ErrorContext } from '@rittdoc-batch/core'

/** What the converter sends to its child process. */
export interface ChildJob {
  readonly input: string
  readonly workDir: string
  readonly output: string
  readonly options: ConvertOptions
  readonly file: Pick<ConvertFile, 'publisher' | 'key'>
  /** Absolute path of the module that exports the publisher's rule. */
  readonly rule?: string | undefined
}

/** What the child sends back; `result` or `error` is the last message. */
export type ChildMessage =
  | { readonly type: 'progress'; readonly fraction: number; readonly step: string }
  | { readonly type: 'result'; readonly result: ConvertResult }
  | {
      readonly type: 'error'
      readonly code: ErrorCode
      readonly message: string
      readonly context: ErrorContext
      readonly stack?: string | undefined
    }
