import type { ErrorCode } from '../../errors.ts'

/** Where registry and storages disagree. */
export type FindingKind =
  /** A book that the registry does not know at all. */
  | 'unknown_input'
  /** A book that has another version than the one that the registry speaks of. */
  | 'changed_input'
  /** A file that is due, and is not there any more. */
  | 'missing_input'
  /** A file is completed, and its package is not there. */
  | 'missing_output'
  /** Something stands at the key of a package that is not what was published there. */
  | 'foreign_output'
  /** A package that belongs to no file. */
  | 'stray_output'
  /** An unfinished upload that nobody goes on with. */
  | 'leftover'

/** What puts a finding right. */
export type Repair =
  /** Records the book as a scan would, so that the next run converts it. */
  | 'record'
  /** Makes the file due again, with no retries counted. */
  | 'convert_again'
  /** Removes an unfinished upload. */
  | 'remove'
  /** Nothing that a machine should decide: a person looks. */
  | 'none'

/** One disagreement. Plain data. */
export interface Finding {
  readonly kind: FindingKind
  readonly publisher: string
  /** Key of the book for findings about inputs, of the package for findings about outputs. */
  readonly key: string
  /** For a person: what is there, and what was expected. */
  readonly detail: string
  readonly repair: Repair
}

/** What came of comparing registry and storages. Plain data. */
export interface VerifyReport {
  readonly publishers: number
  /** Books in the storage that were compared. */
  readonly inputs: number
  /** Packages that stand where the registry says. */
  readonly outputs: number
  /** How many findings of each kind there were; kinds without any are absent. */
  readonly found: Readonly<Partial<Record<FindingKind, number>>>
  /** How many of them were put right. */
  readonly repaired: number
  /** Publishers that could not be compared; `publisher` is absent when the publishers themselves could not be listed. */
  readonly errors: ReadonlyArray<{
    readonly publisher?: string | undefined
    readonly code: ErrorCode
    readonly message: string
  }>
}
