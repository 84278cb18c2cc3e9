import type { Watched } from '../watch/watched.ts'

/** How this process is. */
export interface HealthReport {
  readonly status: 'ok' | 'overdue'
  readonly startedAt: Date
  readonly lastScanAt: Date | undefined
  readonly lastCompletionAt: Date | undefined
  readonly lastRunAt: Date | undefined
  /** Since when a run goes on; undefined when none does. */
  readonly runningSince: Date | undefined
  readonly nextRunAt: Date | undefined
}

/** A run that has not begun so long after its time is overdue, in milliseconds. */
const OVERDUE_MS = 60_000

/** Whether the time of a run has passed without its beginning. */
export function isOverdue({ parts: { scheduler } }: Watched, now = Date.now()): boolean {
  if (scheduler?.nextRunAt === undefined || scheduler.isRunning) return false
  return now - scheduler.nextRunAt.getTime() > OVERDUE_MS
}

/** Whether this process lives and does what it is to do at its time. */
export function reportHealth(watched: Watched): HealthReport {
  const { live, parts } = watched
  return {
    status: isOverdue(watched) ? 'overdue' : 'ok',
    startedAt: live.startedAt,
    lastScanAt: live.lastScanAt,
    lastCompletionAt: live.lastCompletionAt,
    lastRunAt: live.lastRunAt,
    runningSince: live.run?.since,
    nextRunAt: parts.scheduler?.nextRunAt,
  }
}
