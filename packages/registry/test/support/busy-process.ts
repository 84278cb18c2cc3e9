import { setTimeout as sleep } from 'node:timers/promises'
import { currentOwner } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'

// A batch that goes on while somebody else uses the database: claims and settles until it is told to stop, and tells of
// every call that failed.

const [path = ''] = process.argv.slice(2)
const registry = new FileRegistry({ path })
await registry.open()
const options = { owner: currentOwner().id, limit: 5, storage: 's3://bucket', converter: 'none@1', maxRetries: 3 }
let isStopped = false
process.once('message', () => {
  isStopped = true
})
process.send?.('ready')
let settled = 0
const errors: string[] = []
while (!isStopped) {
  try {
    const claims = await registry.claim(options)
    for (const claim of claims) {
      const facts = { phase: 'settle' as const, durationMs: 1 }
      if (await registry.settle(claim, { status: 'completed', outputPath: claim.file.outputKey, facts })) settled++
    }
  } catch (error) {
    errors.push(String(error))
  }
  await sleep(1)
}
process.send?.({ settled, errors })
await registry.close()
process.disconnect()
