import { currentOwner, type SeenFile } from '@rittdoc-batch/core'
import { FileRegistry } from '../../src/index.ts'
import { Database } from '../../src/sqlite/database.ts'

// Records, claims, renews and settles without a pause until it is killed, or kills itself before its so many-th
// statement; tells the ids that it has settled: restless-process.ts PATH ROUND STATEMENTS

const [path = '', round = '0', statements = ''] = process.argv.slice(2)
const registry = new FileRegistry({ path })
await registry.open()
process.send?.('ready')
dieBefore(Number(statements))
const options = { owner: currentOwner().id, limit: 4, storage: 's', converter: 'none@1', maxRetries: 1_000 }
for (let i = 0; ; i++) {
  await registry.record(Array.from({ length: 8 }, (_, j) => seen(i * 5 + j)))
  for (const claim of await registry.claim(options)) {
    await registry.renew([{ claim, phase: i % 2 === 0 ? 'convert' : 'publish' }])
    const facts = { phase: 'settle' as const, durationMs: 1 }
    const isSettled = await registry.settle(claim, { status: 'completed', outputPath: claim.file.outputKey, facts })
    if (isSettled) process.send?.(claim.file.id)
  }
}

function dieBefore(statement: number): void {
  const { prepare } = Database.prototype
  let prepared = 0
  Database.prototype.prepare = function (text) {
    if (++prepared === statement) process.kill(process.pid, 'SIGKILL')
    return prepare.call(this, text)
  }
}

/** A file of this round; some are seen again, some compete for one output name. */
function seen(i: number): SeenFile {
  const publisher = `P${i % 5}`
  const filename = `${round}-${Math.floor(i / 2)}${i % 2 === 0 ? '.pdf' : '.epub'}`
  const file = { publisher, filename, key: `${publisher}/${filename}`, format: '.pdf', version: `v${i % 3}` }
  const output = { outputStorage: 's', outputFolder: 'Output XML/' }
  return { ...file, ...output, storage: 's', sizeBytes: 1, modifiedAt: new Date(0) }
}
