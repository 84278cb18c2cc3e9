import { setTimeout as sleep } from 'node:timers/promises'
import type SqliteDatabase from 'better-sqlite3'

const PAUSE_MS = 10

/**
 * Switches the database to its write-ahead log. SQLite does not wait for this lock, whatever the busy timeout: of several
 * processes that make a database at once, some get "database is locked". So the waiting is done here.
 */
export async function useWriteAheadLog(sqlite: SqliteDatabase.Database, busyTimeoutMs: number): Promise<void> {
  const giveUpAt = performance.now() + busyTimeoutMs
  for (;;) {
    try {
      sqlite.pragma('journal_mode = WAL')
      return
    } catch (error) {
      if (!isBusy(error) || performance.now() >= giveUpAt) throw error
      await sleep(PAUSE_MS)
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}
