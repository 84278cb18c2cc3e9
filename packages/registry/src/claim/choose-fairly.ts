/** A publisher with files that are due. */
export interface Candidate {
  readonly publisher: string
  /** Claims so far. */
  readonly served: number
  /** Ids of due files, oldest first. */
  readonly ids: readonly number[]
}

/**
 * Picks up to `limit` files: each next one from the publisher that has been served least, counting the picks already
 * made; the name decides between equals.
 */
export function chooseFairly(candidates: readonly Candidate[], limit: number): Map<string, number[]> {
  const turns = candidates.map((candidate) => ({ ...candidate, taken: [] as number[] }))
  for (let n = 0; n < limit; n++) {
    const next = turns
      .filter(({ ids, taken }) => taken.length < ids.length)
      .reduce<(typeof turns)[number] | undefined>(
        (least, turn) => (least && !isBefore(turn, least) ? least : turn),
        undefined,
      )
    const id = next?.ids[next.taken.length]
    if (next === undefined || id === undefined) break
    next.taken.push(id)
  }
  return new Map(turns.filter(({ taken }) => taken.length > 0).map(({ publisher, taken }) => [publisher, taken]))
}

type Turn = Candidate & { readonly taken: readonly number[] }

function isBefore(a: Turn, b: Turn): boolean {
  const difference = a.served + a.taken.length - (b.served + b.taken.length)
  return difference < 0 || (difference === 0 && a.publisher < b.publisher)
}
