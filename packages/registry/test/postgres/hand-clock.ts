import pg from 'pg'

let schemas = 0

/** A schema of its own on the server, whose clock can be set forward. */
export interface OwnSchema {
  readonly url: string
  advance(ms: number): Promise<void>
  drop(): Promise<void>
}

/** Makes a schema in which `clock_timestamp()` is ahead by what was told. */
export async function ownSchema(serverUrl: string): Promise<OwnSchema> {
  const name = `t${process.pid}_${++schemas}`
  const client = plainPool(serverUrl)
  await client.query(`CREATE SCHEMA ${name}; CREATE TABLE ${name}.ahead (by interval); INSERT INTO ${name}.ahead VALUES ('0');
    CREATE FUNCTION ${name}.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
      'SELECT pg_catalog.clock_timestamp() + by FROM ${name}.ahead'`)
  const url = new URL(serverUrl)
  url.searchParams.set('options', `-c search_path=${name},pg_catalog`)
  return {
    url: url.href,
    async advance(ms) {
      await client.query(`UPDATE ${name}.ahead SET by = by + $1 * interval '1 ms'`, [ms])
    },
    async drop() {
      await client.query(`DROP SCHEMA ${name} CASCADE`)
      await client.end()
    },
  }
}

/** Connections as any client has them, made again when the server was away. */
export function plainPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  return pool.on('error', () => {})
}
