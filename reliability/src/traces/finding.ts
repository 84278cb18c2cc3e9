/** What may be wrong after a crash. */
export type Wrong =
  /** A book without its package, or not marked completed. */
  | 'lost'
  /** A version settled more than once, or attempts that nothing accounts for. */
  | 'doubled'
  /** A package that is visible and not whole. */
  | 'half'
  /** Something left over: a file, an upload, a process, a lease. */
  | 'leaked'

/** One thing that is wrong. */
export interface Finding {
  readonly wrong: Wrong
  readonly what: string
}

/** Makes findings of one kind. */
export function findings(wrong: Wrong, whats: readonly string[]): Finding[] {
  return whats.map((what) => ({ wrong, what }))
}
