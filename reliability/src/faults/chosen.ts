/** Something that is told in the long suite, and in the short one where it says so. */
export interface Tellable {
  /** Whether the short suite tells it. @default false */
  readonly short?: boolean | undefined
}

/** All of them in the long suite (`npm run reliability`), the short ones in `npm test`. */
export function chosen<T extends Tellable>(all: readonly T[]): T[] {
  return all.filter(({ short = false }) => short || process.env.RITTDOC_FAULTS === 'all')
}
