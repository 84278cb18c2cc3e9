import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { missingService, startPostgres, whyNoPostgres } from '@rittdoc-batch/test-services'
import { expect, onTestFinished, test } from 'vitest'
import { exampleFolder } from './support/example-folder.ts'
import { EXAMPLES, startExample } from './support/start-example.ts'

const why = await whyNoPostgres()
const skipped = why === undefined ? undefined : missingService('PostgreSQL', why)

test.skipIf(skipped !== undefined)(
  'workers-on-postgres converts every book once, whichever worker takes it, and ends on SIGTERM',
  { timeout: 300_000 },
  async () => {
    const server = await startPostgres()
    onTestFinished(() => server.stop())
    const root = await exampleFolder()
    await mkdir(join(root, 'Acme'))
    const books = ['one.epub', 'two.epub', 'three.epub']
    for (const book of books) await copyFile(join(EXAMPLES, 'books/handbook.epub'), join(root, 'Acme', book))
    const start = (role: string) =>
      startExample('workers-on-postgres.ts', { ROLE: role, DATABASE_URL: server.url, BOOKS: root })

    const workers = [start('work'), start('work')]
    for (const worker of workers) await worker.printed('ready to work')
    const scanner = start('scan')
    await scanner.printed('scan: 3 new')
    const printed = () => workers.map((worker) => worker.output()).join('')
    await expect.poll(() => printed().match(/: completed\n/g)?.length, { timeout: 120_000 }).toBe(3)
    for (const one of [scanner, ...workers]) one.child.kill('SIGTERM')
    for (const one of [scanner, ...workers]) expect(await one.ended()).toBe(0)
    for (const book of books) expect(printed().split(`Acme/${book}: completed`)).toHaveLength(2)
    expect((await readdir(join(root, 'Acme/Output XML'))).length).toBe(3)
  },
)
