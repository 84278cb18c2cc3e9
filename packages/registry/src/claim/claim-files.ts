import { randomUUID } from 'node:crypto'
import type { Claim, ClaimOptions } from '@rittdoc-batch/core'
import { type FileRow, toFileRecord } from '../rows/file-record.ts'
import { toTimestamp } from '../rows/timestamp.ts'
import type { Clock } from '../sqlite/clock.ts'
import type { Database } from '../sqlite/database.ts'
import { type Candidate, chooseFairly } from './choose-fairly.ts'
import type { LeaseCheck } from './lease.ts'
import { recoverLost } from './recover-lost.ts'

const TURNS = `SELECT publisher, served FROM publishers WHERE storage = ? AND waiting > 0
  AND publisher NOT IN (SELECT publisher FROM paused) ORDER BY served, publisher`
const DUE = `SELECT id FROM files WHERE storage = ? AND publisher = ? AND status = 'pending' AND due_at <= ?
  ORDER BY due_at, id LIMIT ?`
const DUE_AMONG = `SELECT id, publisher FROM files WHERE id IN (SELECT value FROM json_each(?)) AND storage = ?
  AND status = 'pending' AND due_at <= ? AND publisher NOT IN (SELECT publisher FROM paused) ORDER BY due_at, id`
const RUNNING = "SELECT COUNT(*) AS n FROM files WHERE status = 'processing' AND storage = ? AND publisher = ?"
const ROW = 'SELECT * FROM files WHERE id = ?'
const BEGIN_ATTEMPT = `INSERT INTO attempts (file_id, attempt, version, owner, converter, started_at, outcome, phase)
  VALUES (?, ?, ?, ?, ?, ?, 'running', 'claimed')`
const TAKE = `UPDATE files SET status = 'processing', due_at = NULL, started_at = ?, attempt = ?, attempt_id = ?,
  fence = ?, lease_owner = ?, lease_boot = ?, lease_until = ?, phase = 'claimed' WHERE id = ?`

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
  const now = toTimestamp(clock.now())
  const { claims, crashed } = db.write(() => {
    const given = recoverLost(db, { leases, now, maxRetries: options.maxRetries })
    const ids = [...choose(db, options, now).values()].flat()
    return {
      claims: ids.map((id) => take(claiming, options, { id, now })),
      crashed: given.map((id) => readRow(db, id)),
    }
  })
  for (const row of crashed) if (row.storage === options.storage) options.onCrashed?.(toFileRecord(row))
  return claims
}

function choose(db: Database, options: ClaimOptions, now: string): Map<string, number[]> {
  const candidates = options.ids === undefined ? dueOfAll(db, options, now) : dueAmong(db, options, now)
  return chooseFairly(candidates, options.limit)
}

/** The least-served publishers that have something due: as many as there are claims to make are enough. */
function dueOfAll(db: Database, options: ClaimOptions, now: string): Candidate[] {
  const { storage, limit } = options
  const candidates: Candidate[] = []
  const turns = db.prepare(TURNS).iterate(storage) as Iterable<{ publisher: string; served: number }>
  for (const { publisher, served } of turns) {
    const room = roomFor(db, options, publisher)
    if (room === 0) continue
    const due = db.prepare(DUE).all(storage, publisher, now, room) as { id: number }[]
    if (due.length > 0) candidates.push({ publisher, served, ids: due.map(({ id }) => id) })
    if (candidates.length === limit) break
  }
  return candidates
}

/** With files named one by one everything named is wanted: oldest first, whoever published it. */
function dueAmong(db: Database, options: ClaimOptions, now: string): Candidate[] {
  const rows = db.prepare(DUE_AMONG).all(JSON.stringify(options.ids), options.storage, now) as {
    id: number
    publisher: string
  }[]
  const groups = Map.groupBy(rows, ({ publisher }) => publisher)
  return [...groups].map(([publisher, group]) => {
    const ids = group.slice(0, roomFor(db, options, publisher)).map(({ id }) => id)
    return { publisher, served: 0, ids }
  })
}

/** How many more files of a publisher may be claimed. */
function roomFor(db: Database, { perPublisher, limit, storage }: ClaimOptions, publisher: string): number {
  if (perPublisher === undefined) return limit
  const { n } = db.prepare(RUNNING).get(storage, publisher) as { n: number }
  return Math.max(0, Math.min(limit, perPublisher - n))
}

function take(
  { db, clock, leaseMs }: Claiming,
  options: ClaimOptions,
  { id, now }: { id: number; now: string },
): Claim {
  const row = readRow(db, id)
  const { owner, converter } = options
  const attempt = row.attempt + 1
  const fence = randomUUID()
  const begun = db.prepare(BEGIN_ATTEMPT).run(id, attempt, row.version, owner, converter, now)
  const attemptId = Number(begun.lastInsertRowid)
  const leaseUntil = clock.monotonicMs() + leaseMs
  db.prepare(TAKE).run(now, attempt, attemptId, fence, owner, clock.bootId, leaseUntil, id)
  const file = toFileRecord({ ...row, status: 'processing', started_at: now, due_at: null })
  return { file, attempt, attemptId, fence, leaseMs, recovered: row.recovered === 1 }
}

function readRow(db: Database, id: number): FileRow {
  return db.prepare(ROW).get(id) as FileRow
}
