import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort, missingService, type Postgres, startPostgres, whyNoPostgres } from '@rittdoc-batch/test-services'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rittdocBatch, tempDir } from './support/run-command.ts'
import { writeSmallEpub } from './support/small-epub.ts'

/** A folder with a book, and a configuration whose registry is that database. */
async function makeWorld(registry_db: string): Promise<string> {
  const cwd = await tempDir()
  await mkdir(join(cwd, 'books/Acme'), { recursive: true })
  await writeSmallEpub(join(cwd, 'books/Acme/one.epub'))
  const config = {
    ...{ mode: 'automated', registry_db, local: { enabled: true, root: 'books' } },
    processing: { min_age_seconds: 0, max_retries: 0 },
  }
  await writeFile(join(cwd, 'config.yaml'), JSON.stringify(config))
  return cwd
}

test('a database that cannot be reached ends a run with exit code 4, and its password is told nowhere', async () => {
  const cwd = await makeWorld(`postgres://books:canary@127.0.0.1:${await freePort()}/books`)
  const { code, stdout, stderr } = await rittdocBatch(cwd, 'run')
  expect(stderr).toMatch(/registry postgres:\/\/127\.0\.0\.1:\d+\/books: the server cannot be reached/)
  expect(code).toBe(4)
  const printed = await rittdocBatch(cwd, '--print-config')
  expect(printed.stdout).toMatch(/registry_db: postgres:\/\/books:\*+@127/)
  const looked = await rittdocBatch(cwd, 'doctor')
  expect(looked.stdout).toMatch(/FAIL {2}registry /)
  expect([stdout, stderr, printed.stdout, looked.stdout, looked.stderr].join()).not.toContain('canary')
})

test('a URL of something else is a mistake in the configuration', async () => {
  const { code, stderr } = await rittdocBatch(await makeWorld('mysql://host/books'), 'run')
  expect(stderr).toMatch(/registry_db: expected the path of a file, or postgres:/)
  expect(code).toBe(2)
})

const why = await whyNoPostgres()
const skipped = why === undefined ? undefined : missingService('PostgreSQL', why)

describe.skipIf(skipped !== undefined)('with the registry on PostgreSQL', () => {
  let server: Postgres
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server?.stop())

  test('books are converted once, and the commands that look at the registry find them', {
    timeout: 120_000,
  }, async () => {
    const cwd = await makeWorld(server.url)
    expect((await rittdocBatch(cwd, 'doctor')).stdout).toMatch(/pass {2}registry {8}postgres:.*: not there yet/)
    const planned = await rittdocBatch(cwd, 'plan')
    expect(planned.stdout).toMatch(/one\.epub/)
    const { code, stdout } = await rittdocBatch(cwd, 'run')
    expect(stdout).toMatch(/1 completed, 0 failed/)
    expect(code).toBe(0)
    expect(await readdir(join(cwd, 'books/Acme/Output XML'))).toEqual(['one.zip'])
    expect(JSON.parse((await rittdocBatch(cwd, 'run', '--json')).stdout)).toMatchObject({ completed: 0 })
    expect(JSON.parse((await rittdocBatch(cwd, 'stats', '--json')).stdout)).toMatchObject({ total: { completed: 1 } })
    expect((await rittdocBatch(cwd, 'list')).stdout).toMatch(/one\.epub/)
    expect((await rittdocBatch(cwd, 'verify')).code).toBe(0)
    expect((await rittdocBatch(cwd, 'doctor')).stdout).toMatch(/pass {2}registry .*: sound, 1 file\n/)
    expect(await readdir(cwd)).not.toContain('data')
  })

  test('a registry is copied there and back, and work goes on where it stood', { timeout: 120_000 }, async () => {
    const cwd = await makeWorld('data/files.db')
    expect((await rittdocBatch(cwd, 'run')).stdout).toMatch(/1 completed/)
    const database = `copied_${process.pid}`
    await createDatabase(server.url, database)
    const url = server.url.replace(/postgres$/, database)
    const there = await rittdocBatch(cwd, 'registry', 'copy', '--from', 'data/files.db', '--to', url, '--json')
    expect(JSON.parse(there.stdout)).toMatchObject({ files: 1, attempts: 1, runs: 1 })
    const config = await readFile(join(cwd, 'config.yaml'), 'utf8')
    await writeFile(join(cwd, 'config.yaml'), config.replace('data/files.db', url))
    expect((await rittdocBatch(cwd, 'run')).stdout).toMatch(/^0 completed/)
    const back = await rittdocBatch(cwd, 'registry', 'copy', '--from', url, '--to', 'back.db')
    expect(back.stdout).toMatch(/^Copied, and alike: files: 1, attempts: 1, .*runs: 2\n$/)
  })
})

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
}

test('a copy needs to know from where and to where', async () => {
  const { code, stderr } = await rittdocBatch(await makeWorld('data/files.db'), 'registry', 'copy', '--from', 'a.db')
  expect(stderr).toMatch(/registry copy needs --from and --to/)
  expect(code).toBe(2)
})
