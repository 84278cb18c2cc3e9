/** Why a book is refused, as `context.reason` of the error has it. */
export type Refusal = 'corrupt' | 'encrypted' | 'unsupported' | 'limit' | 'content_lost'

/** What must become of a book. */
export type Expected =
  /** It fails for good, for one of these reasons: damage is not always told apart from a lie. */
  | { readonly refused: readonly Refusal[] }
  /** It becomes a package with {@link KEPT} in it, and with warnings of these codes. */
  | { readonly kept: readonly string[] }
  /** It is never begun. */
  | 'passed over'

/** A book that no publisher means to send, or that somebody made to hurt. */
export interface BadBook {
  /** Name of the file; says what is wrong with it. */
  readonly name: string
  readonly bytes: Buffer
  readonly expected: Expected
}

/** Words of every book that can be read: a package without them is a success without its text. */
export const KEPT = 'Every word of this sentence is kept.'

/** Nobody may ever see this: it stands in a file that hostile books ask for. */
export const FORBIDDEN = 'canary-of-another-file'

/** Expects a refusal. */
export const refused = (...reasons: readonly Refusal[]): Expected => ({ refused: reasons })

/** Expects a package, with these warnings among others. */
export const kept = (...warnings: readonly string[]): Expected => ({ kept: warnings })
