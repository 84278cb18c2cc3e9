import type { ClaimOptions } from '@rittdoc-batch/core'
import type { Database } from '../sqlite/database.ts'
import { CLAIM } from '../sqlite/hot-statements.ts'
import type { Candidate } from './choose-fairly.ts'

/**
 * A publisher that has nothing to claim yet may fall this many turns behind before it is lifted to the others: what it
 * may then catch up at their cost, against a write in every claim.
 */
const MAY_FALL_BEHIND = 8

/** What may be claimed, by publisher; enough for `limit` fair choices. */
export function findDue(db: Database, options: ClaimOptions, now: string): Candidate[] {
  return options.ids === undefined ? dueOfAll(db, options, now) : dueAmong(db, options, now)
}

/** The least-served publishers that have something due: as many as there are claims to make are enough. */
function dueOfAll(db: Database, options: ClaimOptions, now: string): Candidate[] {
  const { storage, limit } = options
  const candidates: Candidate[] = []
  const waiting: { publisher: string; served: number }[] = []
  const turns = db.prepare(CLAIM.turns).iterate(storage) as Iterable<{ publisher: string; served: number }>
  for (const { publisher, served } of turns) {
    const room = roomFor(db, options, publisher)
    if (room === 0) continue
    const due = db.prepare(CLAIM.due).all(storage, publisher, now, room) as { id: number }[]
    if (due.length > 0) candidates.push({ publisher, served, ids: due.map(({ id }) => id) })
    else waiting.push({ publisher, served })
    if (candidates.length === limit) break
  }
  const level = candidates[0]?.served ?? 0
  for (const { publisher, served } of waiting) {
    if (level - served > MAY_FALL_BEHIND) db.prepare(CLAIM.lift).run(level, storage, publisher)
  }
  return candidates
}

/** With files named one by one everything named is wanted: oldest first, whoever published it. */
function dueAmong(db: Database, options: ClaimOptions, now: string): Candidate[] {
  const rows = db.prepare(CLAIM.dueAmong).all(JSON.stringify(options.ids), options.storage, now) as {
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
  const { n } = db.prepare(CLAIM.running).get(storage, publisher) as { n: number }
  return Math.max(0, Math.min(limit, perPublisher - n))
}
