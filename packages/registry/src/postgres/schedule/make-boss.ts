import { PgBoss } from 'pg-boss'
import { connectionOf } from '../address.ts'
import { PromptClient } from '../prompt-client.ts'

/** Beside a pg-boss of somebody else in the same database, which may be of another version. */
const SCHEMA = 'rittdoc_batch_pgboss'

/**
 * pg-boss with two connections and one that listens, asking the database as seldom as a schedule of minutes allows.
 */
export async function makeBoss({ url }: { readonly url: string }): Promise<PgBoss> {
  const { connectionString, options, connectionTimeoutMillis } = connectionOf(url)
  return new PgBoss({
    createSchema: !(await hasSchema(url)), // making one needs a right, also where it is there
    ...{ connectionString: connectionString ?? url, options: options ?? '' },
    ...{ connectionTimeoutMillis: connectionTimeoutMillis ?? 10_000, application_name: 'rittdoc-batch schedule' },
    ...{ schema: SCHEMA, max: 2, useListenNotify: true },
    ...{ cronMonitorIntervalSeconds: 15, cronWorkerIntervalSeconds: 5 },
    ...{ superviseIntervalSeconds: 15, monitorIntervalSeconds: 15, queueCacheIntervalSeconds: 60 },
    ...{ notifyHeartbeatIntervalMs: 30_000, registerInstance: false, reindex: false, monitorVacuum: false },
    openTelemetry: { enabled: false },
  })
}

async function hasSchema(url: string): Promise<boolean> {
  const client = new PromptClient(connectionOf(url))
  client.on('error', () => {}) // the statement under way tells
  try {
    await client.connect()
    const { rows } = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [SCHEMA])
    return rows.length > 0
  } finally {
    await client.end()
  }
}
