import type { ErrorCode, FileQuery, FileStatus } from '@rittdoc-batch/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { claimOptions, HandClock, openRegistry, plainConnection, seen } from '../support/open-registry.ts'

test('work of before a restart of the host is due now', async () => {
  const clock = new HandClock()
  const { registry } = await openRegistry({ clock })
  await registry.record([seen('A/a.pdf')])
  await registry.claim(claimOptions({ owner: 'else/b/n/1/1/x' }))
  clock.bootId = 'b2'
  clock.monotonic = 5
  expect(await registry.nextDue({ storage: 'file:///books' })).toEqual(clock.now())
})

const files = fc.array(
  fc.record({
    publisher: fc.constantFrom('A', 'B'),
    name: fc.constantFrom('a', 'É', 'b'),
    status: fc.constantFrom('pending', 'failed', 'completed', 'odd'),
    code: fc.constantFrom(null, 'input', 'timeout'),
    gap: fc.constantFrom(1, 1, 1, 4_999, 5_000, 5_001, 1_000_000),
  }),
  { maxLength: 40 },
)

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const queries = fc.record({
  storage: maybe(fc.constantFrom('s', 't')),
  publisher: maybe(fc.constantFrom('A', 'B', 'C')),
  status: maybe(
    fc.constantFrom<FileStatus | FileStatus[]>('failed', ['failed', 'pending'], ['pending', 'pending'], []),
  ),
  key: maybe(fc.constantFrom('3', '7')),
  code: maybe(fc.constantFrom<ErrorCode>('input', 'timeout')),
  search: maybe(fc.constantFrom('A', 'é', 'x')),
  order: maybe(fc.constantFrom<'id' | 'newest'>('id', 'newest')),
  limit: maybe(fc.integer({ min: 0, max: 9 })),
})

test('a query gives what a look at every file would give, in the order of the ids, whatever ids there are', async () => {
  const { registry, path } = await openRegistry()
  const plain = plainConnection(path)
  const insert = plain.prepare(
    'INSERT INTO files (id, storage, s3_key, publisher, filename, status, error_code) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const check = fc.asyncProperty(files, queries, async (rows, query) => {
    plain.exec('DELETE FROM files')
    let id = -7_000
    const all = rows.map(({ publisher, name, status, code, gap }, i) => {
      id += gap
      const row = {
        id,
        storage: i % 3 === 0 ? 't' : 's',
        key: String(i),
        publisher,
        filename: `${name}.pdf`,
        status,
        code,
      }
      insert.run(id, row.storage, row.key, publisher, row.filename, status, code)
      return row
    })
    const wanted = all.filter((row) => matches(row, query)).map((row) => row.id)
    const ordered = query.order === 'newest' ? wanted.toReversed() : wanted
    const found = await Array.fromAsync(registry.query(query))
    expect(found.map((file) => file.id)).toEqual(ordered.slice(0, query.limit))
    const ids = all.filter((row, i) => i % 2 === 0 && matches(row, query)).map((row) => row.id)
    const named = await Array.fromAsync(registry.query({ ...query, limit: undefined, order: 'id', ids }))
    expect(named.map((file) => file.id)).toEqual(ids)
  })
  await fc.assert(check, { numRuns: 200 })
})

interface Row {
  readonly storage: string
  readonly key: string
  readonly publisher: string
  readonly filename: string
  readonly status: string
  readonly code: string | null
}

function matches(row: Row, { storage, publisher, status, key, code, search }: FileQuery): boolean {
  return (
    (storage ?? row.storage) === row.storage &&
    (publisher ?? row.publisher) === row.publisher &&
    (key ?? row.key) === row.key &&
    (code ?? row.code) === row.code &&
    (status === undefined || [status].flat().some((one) => one === row.status)) &&
    row.filename.toLowerCase().includes((search ?? '').toLowerCase())
  )
}

test('others get their turn while a search finds nothing in many rows', async () => {
  const { registry, path } = await openRegistry()
  plainConnection(path).exec(`WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
    INSERT INTO files (publisher, filename, s3_key, status) SELECT 'A', i, i, 'completed' FROM n`)
  let turns = 0
  const count = () => {
    turns++
    timer = setImmediate(count)
  }
  let timer = setImmediate(count)
  expect(await Array.fromAsync(registry.query({ search: 'nothing' }))).toEqual([])
  clearImmediate(timer)
  expect(turns).toBeGreaterThanOrEqual(3)
})
