import { toError } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'

// Opens a registry, reads it and writes it, as somebody whom modes of files bind: root gives up its rights first. Tells
// what each step came to: unprivileged-process.ts PATH

const [path = ''] = process.argv.slice(2)
if (process.getuid?.() === 0) {
  process.setgid?.('nogroup')
  process.setuid?.('nobody')
}
const registry = new FileRegistry({ path })
const steps: Record<string, string> = {}
await take('open', () => registry.open())
await take('read', () => registry.statistics())
await take('write', () => registry.pausePublisher('A'))
console.log(JSON.stringify(steps))
await registry.close()

async function take(step: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
    steps[step] = 'ok'
  } catch (error) {
    steps[step] = `${(error as { code?: string }).code}: ${toError(error).message}`
  }
}
