import { describeRegistry } from '@rittdoc-batch/testing'
import { afterAll, describe, test } from 'vitest'
import { PostgresRegistry } from '../../src/index.ts'
import { ownSchema } from './hand-clock.ts'
import { OneServer, whySkipped } from './own-registry.ts'

describe.skipIf(whySkipped !== undefined)('on PostgreSQL', () => {
  const server = new OneServer()
  afterAll(() => server.stop())

  describeRegistry({
    runner: { describe, test },
    name: 'PostgresRegistry',
    async create() {
      const schema = await ownSchema((await server.get()).url)
      const open = () => new PostgresRegistry({ url: schema.url, leaseMs: 60_000 })
      return {
        registry: open(),
        another: open,
        advance: (ms) => schema.advance(ms),
        leaseMs: 60_000,
        cleanup: () => schema.drop(),
      }
    },
  })
})
