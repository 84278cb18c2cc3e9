import { copyFile } from 'node:fs/promises'
import { BatchProcessor, type Converter, LocalStorage } from '@rittdoc-batch/core'
import { PostgresRegistry } from '@rittdoc-batch/registry'

// `URL ROOT`: a worker whose conversions take no time, until it is told to stop.

const [url = '', root = ''] = process.argv.slice(2)
const trivial: Converter = {
  id: 'trivial@1',
  produces: 'rittdoc',
  async convert({ input, output }) {
    await copyFile(input, output)
    return {}
  },
}
const processor = new BatchProcessor({
  storage: new LocalStorage({ root, fsync: false }),
  registry: new PostgresRegistry({ url, maxConnections: 4 }),
  converter: trivial,
  minAgeMs: 0,
})
process.once('SIGTERM', () => void processor.stop())
await processor.open()
process.send?.('ready')
await processor.work({ pollMs: Number(process.env.POLL ?? 1_000) })
await processor.close()
process.disconnect()
