/** What the process that validates gets. */
export interface DtdJob {
  /** Path of the zip. */
  readonly package: string
  readonly dtd: string
  /** How many problems are told at the most. */
  readonly namedProblems: number
}

/** What it answers. */
export type DtdVerdict =
  | { readonly type: 'verdict'; readonly count: number; readonly problems: readonly string[] }
  | { readonly type: 'error'; readonly message: string }
