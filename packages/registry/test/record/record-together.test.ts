import { join } from 'node:path'
import type { RecordOptions, SeenFile } from '@rittdoc-batch/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Recording } from '../../src/record/recording.ts'
import { Database } from '../../src/sqlite/database.ts'
import { RecordByFile } from '../../src/sqlite/record-by-file.ts'
import { recordFiles } from '../../src/sqlite/record-files.ts'
import { openRegistry, plainConnection, seen, tempDir } from '../support/open-registry.ts'

const NOW = new Date('2026-06-01T12:00:00Z')
const now = () => NOW

/** What happens to a registry: files are recorded, or somebody changes rows by hand. */
type Step = { readonly files: readonly SeenFile[]; readonly options: RecordOptions } | { readonly sql: string }

// Some would have the same package, most would not: then nothing begins anew.
const file = fc
  .record({
    name: fc.constantFrom('book.pdf', 'BOOK.epub', 'a.pdf', 'b.pdf', 'c.pdf'),
    publisher: fc.constantFrom('A', 'B'),
    version: fc.constantFrom('v1', 'v2'),
    sizeBytes: fc.constantFrom(10, 11),
    storage: fc.constantFrom('file:///books', 's3://books'),
  })
  .map(({ name, publisher, ...more }) => seen(`${publisher}/${name}`, { outputStorage: more.storage, ...more }))

const byHand = fc.constantFrom(
  'DELETE FROM files WHERE id % 3 = 0',
  "UPDATE files SET status = 'failed' WHERE id % 2 = 0",
  "UPDATE files SET status = 'processing' WHERE id % 4 = 1",
  "INSERT OR IGNORE INTO files (publisher, filename, s3_key, file_size, status) VALUES ('A', 'book.pdf', 'A/book.pdf', 10, 'completed')",
)

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: recording() },
  byHand.map((sql) => ({ sql })),
)

function recording(): fc.Arbitrary<Step> {
  const requeue = fc.constantFrom('none', 'failed', 'all') satisfies fc.Arbitrary<RecordOptions['requeue']>
  const settleMs = fc.constantFrom(0, 0, 0, 1_000)
  const files = fc
    .record({ some: fc.array(file, { maxLength: 12 }), again: fc.boolean(), many: fc.boolean() })
    .map(({ some, again, many }) => [
      ...some,
      ...(again ? some.slice(0, 1).map(withOtherVersion) : []),
      ...(many ? manyFiles() : []),
    ])
  return fc.record({ files, options: fc.record({ requeue, settleMs }) })
}

function withOtherVersion(file: SeenFile): SeenFile {
  return { ...file, version: file.version === 'v1' ? 'v2' : 'v1' }
}

/** More than one statement takes. */
function manyFiles(): SeenFile[] {
  return Array.from({ length: 120 }, (_, i) => seen(`C/${i}.pdf`))
}

test('files recorded together leave the rows and the answers that files recorded one by one do', async () => {
  const folder = await tempDir()
  let n = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
      n++
      const together = await database(join(folder, `together-${n}.db`))
      const oneByOne = await database(join(folder, `one-by-one-${n}.db`))
      for (const step of steps) {
        const answers = [
          take(together, step, recordFiles),
          take(oneByOne, step, (db, files, options) =>
            db.write(() => new Recording(new RecordByFile(db, NOW), options).record(files)),
          ),
        ]
        expect(answers[0]).toEqual(answers[1])
        expect(rowsOf(together)).toEqual(rowsOf(oneByOne))
      }
      await together.close()
      await oneByOne.close()
    }),
    { numRuns: 40 },
  )
})

function take(db: Database, step: Step, record: typeof recordFiles): unknown {
  return 'sql' in step
    ? db.write(() => void db.prepare(step.sql).run())
    : record(db, step.files, { ...step.options, now })
}

function database(path: string): Promise<Database> {
  const nothing = () => undefined
  const patience = { busyTimeoutMs: 1_000, migrationTimeoutMs: 1_000, onWait: nothing }
  return Database.open({ path, synchronous: 'NORMAL', now, onTakeover: nothing, ...patience })
}

/** Everything but the numbers of rows: a recording that began anew has used some up. */
function rowsOf(db: Database): unknown {
  const tables = ['files', 'publishers', 'forgotten', 'sightings']
  return tables.map((table) => {
    const rows = db.prepare(`SELECT * FROM ${table}`).all() as object[]
    return rows.map((row) => JSON.stringify({ ...row, id: 0 })).toSorted()
  })
}

test('a name that a row of an earlier recording has goes to no file of a later one', async () => {
  const { registry } = await openRegistry()
  await registry.record([seen('A/book.pdf')])
  const { conflicts } = await registry.record([seen('A/a.pdf'), seen('A/book.epub'), seen('A/z.pdf')])
  expect(conflicts.map(({ outputKey }) => outputKey)).toEqual(['A/Output XML/book.epub.zip'])
  expect(await registry.statistics()).toMatchObject({ total: { pending: 4 } })
})

test('keys that the database does not give back as they came are recorded once', async () => {
  const { registry, path } = await openRegistry()
  const odd = [seen('A/half \ud800 letter.pdf'), seen('A/nothing \0 here.pdf'), seen('A/plain.pdf')]
  expect(await registry.record(odd)).toMatchObject({ added: 3 })
  expect(await registry.record(odd)).toMatchObject({ added: 0, unchanged: 3 })
  expect(plainConnection(path).prepare('SELECT count(*) FROM files').pluck().get()).toBe(3)
})

test('a file that comes twice in one recording is known as it came last', async () => {
  const { registry } = await openRegistry()
  await registry.record([seen('A/a.pdf', { version: 'v2' })])
  const twice = [seen('A/a.pdf', { version: 'v1' }), seen('A/a.pdf', { version: 'v2' })]
  expect(await registry.record(twice)).toMatchObject({ changed: 2, unchanged: 0 })
  expect((await Array.fromAsync(registry.query({})))[0]?.version).toBe('v2')
})
