import type { ClaimOptions } from '@rittdoc-batch/core'
import { sql } from 'kysely'
import type { Claiming } from '../claim/claim-files.ts'
import { processingRows } from '../claim/recover-lost.ts'
import { fromTimestamp } from '../rows/timestamp.ts'
import type { Database } from '../sqlite/database.ts'

type Asked = Pick<ClaimOptions, 'storage' | 'ids'>

/** Earliest time at which a claim may find something: the next retry, the next end of a lease, or now for a dead owner. */
export function nextDue({ db, clock, leases }: Claiming, asked: Asked): Date | undefined {
  return db.read(() => {
    const due = asked.ids === undefined ? nextOfAll(db, asked.storage) : nextAmong(db, asked)
    const now = clock.now().getTime()
    const leaseEnds = leasesOf(db, asked).map((row) =>
      leases.isOver(row) ? now : now + Math.max(0, (row.lease_until ?? 0) - clock.monotonicMs()),
    )
    const times = [fromTimestamp(due)?.getTime(), ...leaseEnds].filter((time) => time !== undefined)
    return times.length === 0 ? undefined : new Date(Math.min(...times))
  })
}

/** Asks each publisher for its first row, which an index tells at once, instead of looking at all that is pending. */
function nextOfAll(db: Database, storage: string): string | null {
  const first = sql<string | null>`(SELECT MIN(due_at) FROM files WHERE files.storage = publishers.storage
    AND files.publisher = publishers.publisher AND status = 'pending' AND version IS NOT NULL)`
  const publishers = db.build
    .selectFrom('publishers')
    .select(sql<string | null>`MIN(${first})`.as('at'))
    .where('storage', '=', storage)
    .where('waiting', '>', 0)
    .where('publisher', 'not in', db.build.selectFrom('paused').select('publisher'))
  return db.all(publishers)[0]?.at ?? null
}

function nextAmong(db: Database, { storage, ids = [] }: Asked): string | null {
  const named = db.build
    .selectFrom('files')
    .select((eb) => eb.fn.min<string | null>('due_at').as('at'))
    .where(db.terms.isAmong(ids))
    .where('storage', '=', storage)
    .where('status', '=', 'pending')
    .where('version', 'is not', null)
    .where('publisher', 'not in', db.build.selectFrom('paused').select('publisher'))
  return db.all(named)[0]?.at ?? null
}

function leasesOf(db: Database, { storage, ids }: Asked) {
  const paused = new Set(db.all(db.build.selectFrom('paused').select('publisher')).map(({ publisher }) => publisher))
  const named = ids && new Set(ids)
  return processingRows(db).filter(
    (row) => row.storage === storage && !paused.has(row.publisher) && (named?.has(row.id) ?? true),
  )
}
