/** Flags that every command takes. */
interface CommonFlags {
  readonly config?: string | undefined
  readonly logLevel?: string | undefined
  readonly json: boolean
  /** Serve the status page, whatever the configuration says. */
  readonly monitor?: boolean | undefined
}

/** Which files a command is about. */
export interface FileFlags {
  readonly publisher?: string | undefined
  readonly status?: string | undefined
  readonly search?: string | undefined
}

/** A command line, understood: what to do, and with what. */
export type CommandLine = CommonFlags &
  (
    | {
        readonly command: 'convert'
        readonly files: readonly string[]
        readonly publisher: string
        readonly force: boolean
        readonly outputDir?: string | undefined
        readonly report?: string | undefined
      }
    | { readonly command: 'run' }
    | { readonly command: 'schedule'; readonly scanOnly: boolean }
    | { readonly command: 'worker' }
    | { readonly command: 'registry-copy'; readonly from: string; readonly to: string; readonly force: boolean }
    | { readonly command: 'pause' | 'resume'; readonly publishers: readonly string[] }
    | { readonly command: 'automated' }
    | {
        readonly command: 'by-mode'
        readonly files: readonly string[]
        readonly publisher: string
        readonly force: boolean
        readonly outputDir?: string | undefined
        readonly report?: string | undefined
      }
    | { readonly command: 'stats' }
    | {
        readonly command: 'retry'
        readonly publisher?: string | undefined
        readonly code?: string | undefined
        readonly keys: readonly string[]
      }
    | ({ readonly command: 'list'; readonly limit: number } & FileFlags)
    | ({ readonly command: 'export'; readonly format: string } & FileFlags)
    | {
        readonly command: 'forget'
        /** Completed longer ago than this, in milliseconds. */
        readonly olderThanMs: number
        readonly publisher?: string | undefined
        readonly dryRun: boolean
      }
    | { readonly command: 'completion'; readonly shell: string }
    | { readonly command: 'complete'; readonly words: readonly string[] }
    | { readonly command: 'show'; readonly key: string }
    | { readonly command: 'plan' }
    | { readonly command: 'verify'; readonly fix: boolean }
    | { readonly command: 'init'; readonly file: string; readonly force: boolean; readonly storage: string }
    | { readonly command: 'doctor' }
    | { readonly command: 'print-config' }
    | { readonly command: 'nothing' }
  )

/** Books of nobody in particular, as the Python system called them. */
export const DEFAULT_PUBLISHER = 'LocalFiles'
