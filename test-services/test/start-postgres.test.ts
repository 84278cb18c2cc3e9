import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { missingService, startPostgres, whyNoPostgres } from '@rittdoc-batch/test-services'
import { expect, test } from 'vitest'
import { listensOn } from '../src/listens-on.ts'
import { postgresPrograms } from '../src/postgres/install-postgres.ts'

const run = promisify(execFile)
const why = await whyNoPostgres()

test('a PostgreSQL server comes back with its data after a crash, and is gone once it has stopped', async ({
  skip,
}) => {
  if (why !== undefined) skip(missingService('PostgreSQL', why))
  const server = await startPostgres()
  try {
    const ask = async (sql: string) =>
      (await run(join(postgresPrograms(), 'psql'), ['-X', '-A', '-t', '-c', sql, server.url])).stdout.trim()
    await ask('CREATE TABLE books AS SELECT 1 AS n')
    await server.restart()
    expect(await ask('SELECT n FROM books')).toBe('1')
  } finally {
    await server.stop()
  }
  expect(await listensOn(server.port, '127.0.0.1')).toBe(false)
})
