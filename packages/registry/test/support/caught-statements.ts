import SqliteDatabase from 'better-sqlite3'
import { onTestFinished, vi } from 'vitest'

/** Collects the text of every statement that is prepared from now on to the end of the test, on any connection. */
export function catchStatements(): ReadonlySet<string> {
  const caught = new Set<string>()
  const prepare = SqliteDatabase.prototype.prepare
  const spy = vi.spyOn(SqliteDatabase.prototype, 'prepare').mockImplementation(function (
    this: SqliteDatabase.Database,
    text: string,
  ) {
    caught.add(text)
    return prepare.call(this, text)
  } as typeof prepare)
  onTestFinished(() => spy.mockRestore())
  return caught
}

/** How SQLite would run a statement, a line a step. */
export function explain(database: SqliteDatabase.Database, text: string): string[] {
  const values = text.match(/\?/g)?.map(() => null) ?? []
  const named = Object.fromEntries(Array.from(text.matchAll(/@(\w+)/g), ([, name]) => [name, null]))
  const steps = database.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values, named) as { detail: string }[]
  return steps.map(({ detail }) => detail)
}
