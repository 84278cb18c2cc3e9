import SqliteDatabase from 'better-sqlite3'
import { checkpoint } from './checkpoint.ts'
import { replace } from './watch-method.ts'

/** Each statement that changes the registry, with the beginning and the end of the transactions. */
export function watchSql(): void {
  const memory = new SqliteDatabase(':memory:')
  const prototype: unknown = Object.getPrototypeOf(memory.prepare('SELECT 1'))
  memory.close()
  if (typeof prototype !== 'object' || prototype === null) throw new TypeError('Expected statements to have a class')
  for (const name of ['run', 'get']) {
    replace(prototype, name, (real) => {
      return function (this: unknown, ...args) {
        const step = stepOf((this as SqliteDatabase.Statement).source)
        if (step === undefined) return Reflect.apply(real, this, args)
        checkpoint(step, 'before')
        const result = Reflect.apply(real, this, args)
        checkpoint(step, 'after')
        return result
      }
    })
  }
}

/** `sql.UPDATE files`; undefined for what only reads. */
function stepOf(source: string): string | undefined {
  const [, verb = '', table] = /^\s*(\w+)(?:\s+(?:into\s+|from\s+|immediate)?"?(\w+)?)?/i.exec(source) ?? []
  const name = verb.toUpperCase()
  if (name === 'BEGIN' || name === 'COMMIT') return `sql.${name}`
  return ['INSERT', 'UPDATE', 'DELETE'].includes(name) ? `sql.${name} ${table}` : undefined
}
