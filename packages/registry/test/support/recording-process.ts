import { FileRegistry } from '../../src/index.ts'
import { fewThousand, recordAll } from './record-many.ts'

// A process that records thousands of files and ends without closing its registry.

const registry = new FileRegistry({ path: process.argv[2] ?? '' })
await registry.open()
await recordAll(registry, fewThousand())
