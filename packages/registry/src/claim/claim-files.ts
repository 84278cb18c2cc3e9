import { randomUUID } from 'node:crypto'
import type { Claim, ClaimOptions } from '@rittdoc-batch/core'
import { type FileRow, toFileRecord } from '../rows/file-record.ts'
import { toTimestamp } from '../rows/timestamp.ts'
import type { Clock } from '../sqlite/clock.ts'
import type { Database } from '../sqlite/database.ts'
import { CLAIM } from '../sqlite/hot-statements.ts'
import { chooseFairly } from './choose-fairly.ts'
import { findDue } from './find-due.ts'
import type { LeaseCheck } from './lease.ts'
import { recoverLost } from './recover-lost.ts'

/** What claiming needs beside the caller's options. */
export interface Claiming {
  readonly db: Database
  readonly clock: Clock
  readonly leases: LeaseCheck
  readonly leaseMs: number
}

/** Claims due files in one transaction; files given up on the way are told after it. */
export function claimFiles(claiming: Claiming, options: ClaimOptions): Claim[] {
  const { db, clock, leases } = claiming
  const { storage, ids, maxRetries, limit } = options
  const { claims, crashed } = db.readThenWrite(() => {
    const now = toTimestamp(clock.now())
    const given = recoverLost(db, { leases, now, storage, ids, maxRetries })
    const chosen = [...chooseFairly(findDue(db, options, now), limit).values()].flat()
    return {
      claims: chosen.map((id) => take(claiming, options, { id, now })),
      crashed: given.map((id) => readRow(db, id)),
    }
  })
  for (const row of crashed) options.onCrashed?.(toFileRecord(row))
  return claims
}

function take(
  { db, clock, leaseMs }: Claiming,
  options: ClaimOptions,
  { id, now }: { id: number; now: string },
): Claim {
  const row = readRow(db, id)
  const { owner, converter, maxRetries } = options
  const attempt = row.attempt + 1
  const fence = randomUUID()
  const begun = db.prepare(CLAIM.beginAttempt).run(id, attempt, row.version, owner, converter, now)
  const attemptId = Number(begun.lastInsertRowid)
  const leaseUntil = clock.monotonicMs() + leaseMs
  db.prepare(CLAIM.take).run(now, attempt, attemptId, fence, owner, clock.bootId, leaseUntil, maxRetries, id)
  const file = toFileRecord({ ...row, status: 'processing', started_at: now, due_at: null })
  return { file, attempt, attemptId, fence, leaseMs, recovered: row.recovered === 1 }
}

function readRow(db: Database, id: number): FileRow {
  return db.prepare(CLAIM.row).get(id) as FileRow
}
