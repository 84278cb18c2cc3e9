import { FileRegistry } from '@rittdoc-batch/registry'
import SqliteDatabase from 'better-sqlite3'

// Opens a registry, and dies on the way when it is told where: opening-process.ts PATH [ROWS TAKEN OVER | copy]

const [path = '', dieAt] = process.argv.slice(2)
if (dieAt === 'copy') dieOnceCopied()
const registry = new FileRegistry({
  path,
  onTakeover: ({ done }) => {
    if (dieAt !== undefined && done >= Number(dieAt)) process.kill(process.pid, 'SIGKILL')
  },
})
await registry.open()
const { total } = await registry.statistics()
console.log(JSON.stringify(total))
await registry.close()

/** Dies when the copy is written, and is not yet in its place. */
function dieOnceCopied(): void {
  const { prepare } = SqliteDatabase.prototype
  SqliteDatabase.prototype.prepare = function (this: SqliteDatabase.Database, text: string) {
    const statement = prepare.call(this, text)
    if (!text.startsWith('VACUUM INTO')) return statement
    const run = statement.run.bind(statement)
    statement.run = (target: string) => {
      run(target)
      process.kill(process.pid, 'SIGKILL')
      throw new Error('Expected to be dead')
    }
    return statement
  } as typeof prepare
}
