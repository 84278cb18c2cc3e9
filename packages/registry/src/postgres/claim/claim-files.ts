import { randomUUID } from 'node:crypto'
import { type Claim, type ClaimOptions, ConfigError } from '@rittdoc-batch/core'
import { type FileRow, toFileRecord } from '../../rows/file-record.ts'
import type { Connection, PostgresDatabase } from '../database.ts'
import {
  CLAIM_NAMED,
  CLAIMED,
  claimCappedStatement,
  claimStatement,
  claimWaitingStatement,
  LOCK_NAMED,
  LOCK_TURNS,
} from './claim-statements.ts'

/** A row that was just claimed; without an id when nothing was. */
type TakenRow = FileRow & { readonly id: number | null; readonly waiting: number }

/** Takes due files, the least-served publisher first. @throws ConfigError for a limit that is no whole number from 1 */
export async function claimFiles(db: PostgresDatabase, options: ClaimOptions, leaseMs: number): Promise<Claim[]> {
  expectLimit(options.limit)
  const fence = randomUUID()
  let isRepeated = false
  const rows = await db.patiently(options, async () => {
    const before = isRepeated ? await db.rows<TakenRow>(CLAIMED, [fence]) : []
    isRepeated = true
    return before.length > 0 ? before : take(db, options, { leaseMs, fence })
  })
  return rows.filter(({ id }) => id !== null).map((row) => toClaim(row, leaseMs))
}

/** It becomes a part of statements. */
function expectLimit(limit: number): void {
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new ConfigError(`Expected limit to be a whole number from 1, got ${JSON.stringify(limit)}`)
}

async function take(
  db: PostgresDatabase,
  options: ClaimOptions,
  { leaseMs, fence }: { readonly leaseMs: number; readonly fence: string },
): Promise<TakenRow[]> {
  const { storage, limit, owner, maxRetries, converter, ids, perPublisher } = options
  const taking = { values: [storage, owner, leaseMs, maxRetries, converter, fence], storage, limit }
  if (ids !== undefined) return takeNamed(db, { ...taking, ids, perPublisher })
  if (perPublisher !== undefined) return takeCapped(db, { ...taking, perPublisher })
  const rows = await db.rows<TakenRow>(claimStatement(limit), taking.values)
  const isContended = rows[0]?.id === null && rows[0].waiting > 0
  return isContended ? db.rows<TakenRow>(claimWaitingStatement(limit), taking.values) : rows
}

interface Taking {
  readonly values: readonly unknown[]
  readonly storage: string
  readonly limit: number
}

/** What counts against the cap is counted once nobody else can claim of the publisher. */
async function takeCapped(
  db: PostgresDatabase,
  { values, storage, limit, perPublisher }: Taking & { readonly perPublisher: number },
): Promise<TakenRow[]> {
  return db.transaction(async (connection: Connection) => {
    const asked = [storage, limit, perPublisher]
    const turns = await db.rows<{ publisher: string; served: number }>(LOCK_TURNS, asked, connection)
    if (turns.length === 0) return []
    const columns = [turns.map(({ publisher }) => publisher), turns.map(({ served }) => served)]
    return db.rows<TakenRow>(claimCappedStatement(limit), [...values, perPublisher, ...columns], connection)
  })
}

async function takeNamed(
  db: PostgresDatabase,
  named: Taking & { readonly ids: readonly number[]; readonly perPublisher: number | undefined },
): Promise<TakenRow[]> {
  const { values, storage, limit, ids, perPublisher = null } = named
  return db.transaction(async (connection: Connection) => {
    await db.rows(LOCK_NAMED, [storage, ids], connection)
    return db.rows<TakenRow>(CLAIM_NAMED, [...values, limit, ids, perPublisher], connection)
  })
}

function toClaim(row: TakenRow, leaseMs: number): Claim {
  const { attempt, attempt_id, fence, recovered } = row
  if (attempt_id === null || fence === null) throw new Error(`Unreachable: file ${row.id} was claimed without a lease`)
  return { file: toFileRecord(row), attempt, attemptId: attempt_id, fence, leaseMs, recovered: recovered === 1 }
}
