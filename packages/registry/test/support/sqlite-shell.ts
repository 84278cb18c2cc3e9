import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** The clean-up as the documentation has it. */
export const CLEAN_UP = `DELETE FROM files WHERE status='completed'
     AND completed_at < datetime('now', '-90 days')`

/** Runs a statement in the sqlite3 shell, which waits for locks. */
export function shell(path: string, statement: string): Promise<string> {
  return run('-cmd', '.timeout 5000', path, statement)
}

/** Runs a statement in the sqlite3 shell as it is by itself: it gives up at once when it meets a lock. */
export function hastyShell(path: string, statement: string): Promise<string> {
  return run(path, statement)
}

/** What a person does who reads "database is locked": the same again, once. @returns how often that was needed */
export async function typeTwice(path: string, statement: string): Promise<number> {
  try {
    await hastyShell(path, statement)
    return 0
  } catch (error) {
    if (!/database is locked/.test(String(error))) throw error
    await hastyShell(path, statement)
    return 1
  }
}

async function run(...args: string[]): Promise<string> {
  return (await promisify(execFile)('sqlite3', args)).stdout.trim()
}
