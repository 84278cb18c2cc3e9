import { setTimeout as sleep } from 'node:timers/promises'

const PAUSE_MS = 20
/** A wait that is shorter is not worth a word. */
const TELL_AFTER_MS = 1_000

/** How long to wait for a lock, and whom to tell. */
export interface Patience {
  readonly forMs: number
  /** Told once when the wait is no short one. */
  readonly onWait?: (() => void) | undefined
}

/**
 * Does `attempt` again and again until SQLite does not find the database busy any more. For locks that SQLite itself does
 * not wait for, and for waits that are so long that this process must be able to do something else meanwhile.
 */
export async function untilNotBusy(attempt: () => void, { forMs, onWait }: Patience): Promise<void> {
  const began = performance.now()
  let isTold = false
  for (;;) {
    try {
      return attempt()
    } catch (error) {
      const waited = performance.now() - began
      if (!isBusy(error) || waited >= forMs) throw error
      if (!isTold && waited >= TELL_AFTER_MS) {
        isTold = true
        onWait?.()
      }
      await sleep(PAUSE_MS)
    }
  }
}

/** Whether SQLite threw this because of another's lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}
