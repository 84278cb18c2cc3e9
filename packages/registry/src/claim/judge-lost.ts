/** This many attempts lost in a row in the same phase make a poison book. */
const POISON = 3

/** What a row tells of the attempt that was lost on it. */
export interface LostAttempt {
  readonly phase: string | null
  readonly lost: number
  readonly lost_phase: string | null
  readonly retry_count: number | null
}

/** What becomes of the row. */
export interface Judgement {
  readonly lost: number
  readonly retryCount: number
  /** Why the file is given up; absent: it is due again. */
  readonly crashed?: string | undefined
}

/** A lost attempt counts like one that failed; three in a row that got no further are a book that kills its worker. */
export function judgeLost(row: LostAttempt, maxRetries: number): Judgement {
  const lost = row.lost_phase === row.phase ? row.lost + 1 : 1
  const retryCount = (row.retry_count ?? 0) + 1
  const phase = row.phase ?? 'claimed'
  if (lost >= POISON) {
    const crashed = `The process that worked on this file died ${lost} times in a row in the phase "${phase}"`
    return { lost, retryCount, crashed }
  }
  if (retryCount > maxRetries) {
    return {
      lost,
      retryCount,
      crashed: `The process that worked on this file died, last in the phase "${phase}"; no retries are left`,
    }
  }
  return { lost, retryCount }
}
