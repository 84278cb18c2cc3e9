import { setTimeout as sleep } from 'node:timers/promises'
import type { World } from '../world/world.ts'
import { withDatabase } from './state.ts'

const UNTIL_DUE = `SELECT MAX((julianday(due_at) - julianday('now')) * 86400000) FROM files WHERE status = 'pending'`

/** Waits until every book that was given back may be claimed again: a life that begins before has nothing to do. */
export async function untilDue({ registry }: World): Promise<void> {
  const restMs = () => withDatabase(registry, 0, (db) => Number(db.prepare(UNTIL_DUE).pluck().get()))
  for (let rest = restMs(); rest > 0; rest = restMs()) await sleep(Math.ceil(rest))
}
