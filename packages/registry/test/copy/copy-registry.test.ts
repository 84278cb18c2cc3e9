import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { copyRegistry, FileRegistry, PostgresRegistry } from '../../src/index.ts'
import { OneServer, whySkipped } from '../postgres/own-registry.ts'
import { claimOptions, facts, openRegistry, plainConnection, seen, tempDir } from '../support/open-registry.ts'

/** A registry in which everything stands that can be copied: more files than a page, and rows of every kind. */
async function fullRegistry() {
  const { registry, path } = await openRegistry()
  await registry.record(Array.from({ length: 1_203 }, (_, n) => seen(`P${n % 7}/bücher ${n}.pdf`)))
  const young = seen('P0/young.pdf', { modifiedAt: new Date() })
  await registry.record([young], { settleMs: 60_000 })
  const [done, failed, later, gone] = await registry.claim(claimOptions({ limit: 4 }))
  const told = {
    code: 'transient',
    message: 'a line\nand "more"',
    facts: { ...facts, details: { a: [1, null] } },
  } as const
  if (done) await registry.settle(done, { status: 'completed', outputPath: '/x', facts })
  if (failed) await registry.settle(failed, { status: 'failed', ...told })
  if (later) await registry.settle(later, { status: 'retry', delayMs: 3_600_000, ...told })
  if (gone) await registry.settle(gone, { status: 'completed', outputPath: '/y', facts })
  await registry.change({ ids: [gone?.file.id ?? 0] }, 'forgotten')
  await registry.change({ ids: [1_203] }, 'pending')
  await registry.pausePublisher('P3')
  const times = { startedAt: new Date(1e12), finishedAt: new Date(1e12 + 1) }
  await registry.noteRun({ id: 'r', owner: 'o', ...times, report: { completed: 2 } })
  await registry.close()
  return path
}

/** What a database of SQLite holds, without what triggers keep and what is no matter. */
function contents(path: string): Record<string, unknown[]> {
  const db = plainConnection(path)
  const tables = ['files', 'attempts', 'forgotten', 'sightings', 'paused', 'runs']
  const all = tables.map((table) => [table, db.prepare(`SELECT * FROM ${table} ORDER BY 1`).all()] as const)
  const publishers = db.prepare('SELECT storage, publisher, waiting, served FROM publishers ORDER BY 2').all()
  const sequences = db
    .prepare("SELECT name, seq FROM sqlite_sequence WHERE name IN ('files', 'attempts') ORDER BY 1")
    .all()
  return { ...Object.fromEntries(all), publishers, sequences }
}

describe.skipIf(whySkipped !== undefined)('a copy', () => {
  const server = new OneServer()
  afterAll(() => server.stop())

  /** A fresh database, by its URL. */
  async function emptyDatabase(): Promise<string> {
    const { registry, schema } = await server.registry()
    await registry.close()
    return schema.url
  }

  test('to PostgreSQL and back again holds the same, and so does one that is made twice', async () => {
    const [path, url] = [await fullRegistry(), await emptyDatabase()]
    const back = join(await tempDir(), 'back.db')
    const told: number[] = []
    const counts = await copyRegistry({ from: path, to: url, onProgress: ({ done }) => told.push(done) })
    expect(counts).toMatchObject({ files: 1_202, attempts: 3, forgotten: 1, sightings: 1, paused: 1, runs: 1 })
    const total = Object.values(counts).reduce((sum, rows) => sum + rows)
    expect([told[0], told.at(-1)]).toEqual([0, total])
    expect(Math.max(...told.map((done, index) => done - (told[index - 1] ?? 0)))).toBeLessThanOrEqual(500)
    expect(await copyRegistry({ from: path, to: url })).toEqual(counts)
    expect(await copyRegistry({ from: url, to: back })).toEqual(counts)
    expect(contents(back)).toEqual(contents(path))
    expect(await copyRegistry({ from: back, to: url })).toEqual(counts)
  })

  test('is worked on as its original would be', async () => {
    const [path, url] = [await fullRegistry(), await emptyDatabase()]
    await copyRegistry({ from: path, to: url })
    const [original, copy] = [new FileRegistry({ path }), new PostgresRegistry({ url })]
    await Promise.all([original.open(), copy.open()])
    try {
      const options = claimOptions({ limit: 60 })
      const claims = await Promise.all([original, copy].map((registry) => registry.claim(options)))
      const [ours, theirs] = claims.map((some) => some.map(({ file }) => file.id).toSorted((a, b) => a - b))
      expect(theirs).toEqual(ours)
      expect(await copy.record([seen('P0/new.pdf')])).toMatchObject({ added: 1 })
      expect((await Array.fromAsync(copy.query({ key: 'P0/new.pdf' })))[0]?.id).toBe(1_204)
    } finally {
      await Promise.all([original.close(), copy.close()])
    }
  })

  test('of a registry that is being worked with is refused, or has its books due', async () => {
    const { registry, path } = await openRegistry()
    const url = await emptyDatabase()
    await registry.record([seen('A/a.pdf')])
    await registry.claim(claimOptions({ owner: 'elsewhere' }))
    await expect(copyRegistry({ from: path, to: url })).rejects.toThrow(
      /1 books are being worked on in the registry .*force/,
    )
    await copyRegistry({ from: path, to: url, force: true })
    const copy = new PostgresRegistry({ url })
    await copy.open()
    expect(await copy.claim(claimOptions())).toMatchObject([{ attempt: 2, recovered: true }])
    expect((await copy.attempts(1)).map(({ outcome }) => outcome)).toEqual(['lost', 'running'])
    await copy.close()
  })

  test('into a registry that work has gone on with, or that holds other files, is refused', async () => {
    const [path, url] = [await fullRegistry(), await emptyDatabase()]
    await copyRegistry({ from: path, to: url })
    const copy = new PostgresRegistry({ url })
    await copy.open()
    for (const claim of await copy.claim(claimOptions({ limit: 2 })))
      await copy.settle(claim, { status: 'completed', outputPath: '/x', facts })
    await copy.close()
    await expect(copyRegistry({ from: path, to: url })).rejects.toThrow(/it has been worked with since/)
    const { registry, path: other } = await openRegistry()
    await registry.record([seen('Other/other.pdf')])
    await registry.close()
    await expect(copyRegistry({ from: path, to: other })).rejects.toThrow(/it holds other files/)
  })
})

test('what is not there is not copied, and not made', async () => {
  const missing = join(await tempDir(), 'missing.db')
  await expect(copyRegistry({ from: missing, to: missing })).rejects.toMatchObject({ code: 'config' })
  await expect(writeFile(missing, '', { flag: 'wx' })).resolves.toBeUndefined()
})
