import { toTimestamp } from '../rows/timestamp.ts'
import type { Database } from '../sqlite/database.ts'
import { RECOVER } from '../sqlite/hot-statements.ts'
import { judgeLost } from './judge-lost.ts'
import type { LeaseCheck, LeaseRow } from './lease.ts'

/** A row that somebody works on, or worked on. */
export interface ProcessingRow extends LeaseRow {
  readonly id: number
  readonly storage: string
  readonly publisher: string
  readonly attempt_id: number | null
  readonly phase: string | null
  readonly lost: number
  readonly lost_phase: string | null
  readonly retry_count: number | null
  readonly next_version: string | null
  readonly lease_max_retries: number | null
}

/** How lost files are treated. */
export interface Recovery {
  readonly leases: LeaseCheck
  /** As the tables write it. */
  readonly now: string
}

/** Which lost files a claim looks after, and how patient it is. */
export interface ClaimRecovery extends Recovery {
  readonly storage: string
  readonly ids?: readonly number[] | undefined
  readonly maxRetries: number
}

/** All rows in work: few at any time, whatever the size of the table. */
export function processingRows(db: Database): ProcessingRow[] {
  return db.prepare(RECOVER.processing).all() as ProcessingRow[]
}

/**
 * Makes files due again whose owner is gone, or gives them up; only those that this claim is about. In a transaction.
 * @returns ids of the files that were given up
 */
export function recoverLost(db: Database, recovery: ClaimRecovery): number[] {
  const { leases, storage, maxRetries } = recovery
  const ids = recovery.ids && new Set(recovery.ids)
  const isAsked = (row: ProcessingRow) => row.storage === storage && (ids === undefined || ids.has(row.id))
  const lost = processingRows(db).filter((row) => isAsked(row) && leases.isOver(row))
  return lost.filter((row) => recoverOne(db, row, { ...recovery, maxRetries })).map(({ id }) => id)
}

/** Whether anything is to be recovered at opening; most openings need not write, so they wait for nobody's lock. */
export function hasLost({ db, leases }: { readonly db: Database; readonly leases: LeaseCheck }): boolean {
  return processingRows(db).some((row) => !isGivenUp(row) && leases.isOver(row))
}

/**
 * Makes files of every storage due again whose owner is gone. Those that would be given up are left for the claim that
 * meets them, because a claim can tell so. In a transaction.
 */
export function recoverAtOpening(db: Database, { leases, now }: { leases: LeaseCheck; now: Date }): void {
  const lost = processingRows(db).filter((row) => !isGivenUp(row) && leases.isOver(row))
  for (const row of lost) recoverOne(db, row, { leases, now: toTimestamp(now), maxRetries: patience(row) })
}

function isGivenUp(row: ProcessingRow): boolean {
  return row.next_version === null && judgeLost(row, patience(row)).crashed !== undefined
}

/** What the claimer allowed. */
function patience({ lease_max_retries }: ProcessingRow): number {
  return lease_max_retries ?? 0
}

/** @returns whether the file was given up */
function recoverOne(db: Database, row: ProcessingRow, { now, maxRetries }: Recovery & { maxRetries: number }): boolean {
  db.prepare(RECOVER.closeAttempt).run(now, row.phase, row.attempt_id)
  if (row.next_version !== null) {
    db.prepare(RECOVER.nextVersion).run(now, row.id)
    return false
  }
  const { lost, retryCount, crashed } = judgeLost(row, maxRetries)
  if (crashed === undefined) db.prepare(RECOVER.dueAgain).run(now, retryCount, lost, row.phase, row.id)
  else db.prepare(RECOVER.giveUp).run(retryCount, lost, row.phase, crashed, row.id)
  return crashed !== undefined
}
