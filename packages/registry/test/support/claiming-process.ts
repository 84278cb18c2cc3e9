import { currentOwner } from '@rittdoc-batch/core'
import { FileRegistry } from '../../src/index.ts'

// A process that claims: `hold` claims one file and waits to be killed; `work` settles everything once it is told to go.

const [path = '', mode] = process.argv.slice(2)
const registry = new FileRegistry({ path })
await registry.open()
const options = { owner: currentOwner().id, limit: 3, storage: 'file:///books', converter: 'none@1', maxRetries: 3 }

if (mode === 'hold') {
  const claims = await registry.claim({ ...options, limit: 1 })
  process.send?.({ taken: claims.map(({ file }) => file.id) })
  setInterval(() => {}, 1_000)
} else {
  process.once('message', async () => {
    const taken: number[] = []
    for (let claims = await registry.claim(options); claims.length > 0; claims = await registry.claim(options)) {
      for (const claim of claims) {
        taken.push(claim.file.id)
        await registry.settle(claim, {
          status: 'completed',
          outputPath: '/x',
          facts: { phase: 'settle', durationMs: 1 },
        })
      }
    }
    process.send?.({ taken })
    await registry.close()
    process.disconnect()
  })
}
