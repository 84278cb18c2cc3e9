import { missingService, type Postgres, startPostgres, whyNoPostgres } from '@rittdoc-batch/test-services'
import type pg from 'pg'
import { onTestFinished } from 'vitest'
import { PostgresRegistry } from '../../src/index.ts'
import { type OwnSchema, ownSchema, plainPool } from './hand-clock.ts'

/** Why the tests on PostgreSQL are skipped; undefined when they are not. */
export const whySkipped = await whyNoPostgres()
if (whySkipped !== undefined) missingService('PostgreSQL', whySkipped)

/** The server of a test file, started when it is first needed. */
export class OneServer {
  #server: Promise<Postgres> | undefined

  get(): Promise<Postgres> {
    this.#server ??= startPostgres()
    return this.#server
  }

  async stop(): Promise<void> {
    await (await this.#server)?.stop()
  }

  /** A fresh registry, with a plain connection as any other client has it; both end with the test. */
  async registry(): Promise<{ schema: OwnSchema; registry: PostgresRegistry; client: pg.Pool }> {
    const schema = await ownSchema((await this.get()).url)
    onTestFinished(() => schema.drop())
    const registry = await openOn(schema.url)
    const client = plainPool(schema.url)
    onTestFinished(() => client.end())
    return { schema, registry, client }
  }
}

/** Another handle on the same data, closed with the test. */
export async function openOn(url: string): Promise<PostgresRegistry> {
  const registry = new PostgresRegistry({ url })
  await registry.open()
  onTestFinished(() => registry.close())
  return registry
}
