import { missingService, type Postgres, startPostgres, whyNoPostgres } from '@rittdoc-batch/test-services'
import { describeRegistry } from '@rittdoc-batch/testing'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { PostgresRegistry } from '../../src/index.ts'
import { ownSchema } from './hand-clock.ts'

const why = await whyNoPostgres()
if (why !== undefined) missingService('PostgreSQL', why)

describe.skipIf(why !== undefined)('on PostgreSQL', () => {
  let server: Postgres
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server?.stop())

  describeRegistry({
    runner: { describe, test },
    name: 'PostgresRegistry',
    async create() {
      const schema = await ownSchema(server.url)
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
