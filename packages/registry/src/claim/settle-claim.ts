import type { Claim, Outcome } from '@rittdoc-batch/core'
import { toTimestamp } from '../rows/timestamp.ts'
import type { Database } from '../sqlite/database.ts'
import { SETTLE } from '../sqlite/hot-statements.ts'
import type { Claiming } from './claim-files.ts'

/** Ends an attempt: row and attempt together, if the claim is still ours. */
export function settleClaim(claiming: Claiming, claim: Claim, outcome: Outcome): boolean {
  const { db, clock } = claiming
  return db.write(() => {
    const now = clock.now()
    const row = endRow(db, now, claim, outcome)
    if (row === undefined) return false
    endAttempt(db, now, claim, outcome)
    if (row.next_version !== null) db.prepare(SETTLE.nextVersion).run(toTimestamp(now), claim.file.id)
    return true
  })
}

/** @returns undefined when the row is not ours any more */
function endRow(
  db: Database,
  now: Date,
  { file, fence }: Claim,
  outcome: Outcome,
): { next_version: string | null } | undefined {
  const end = (statement: string, ...values: unknown[]) =>
    db.prepare(statement).get(...values, file.id, fence) as { next_version: string | null } | undefined
  if (outcome.status === 'completed') return end(SETTLE.complete, toTimestamp(now), outcome.outputPath)
  const isFinal = outcome.status === 'failed'
  const dueAt = isFinal ? null : toTimestamp(new Date(now.getTime() + outcome.delayMs))
  const counts = outcome.status === 'released' ? 0 : 1
  return end(SETTLE.fail, isFinal ? 'failed' : 'pending', dueAt, counts, outcome.code, outcome.message)
}

function endAttempt(db: Database, now: Date, { attemptId }: Claim, outcome: Outcome): void {
  const { facts } = outcome
  const { code, message } = outcome.status === 'completed' ? { code: null, message: null } : outcome
  const { phase, durationMs, sourceSha256, inputBytes, outputBytes, exitCode, exitSignal, stderrTail, details } = facts
  const ending = [toTimestamp(now), outcome.status, phase, code, message, Math.round(durationMs)]
  const bytes = [sourceSha256 ?? null, inputBytes ?? null, outputBytes ?? null]
  const exit = [exitCode ?? null, exitSignal ?? null, stderrTail ?? null]
  const json = details === undefined ? null : JSON.stringify(details)
  db.prepare(SETTLE.endAttempt).run(...ending, ...bytes, ...exit, json, attemptId)
}
