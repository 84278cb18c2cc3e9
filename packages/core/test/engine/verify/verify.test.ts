import { rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BatchProcessorOptions, type Finding, LocalStorage } from '@rittdoc-batch/core'
import { expect, test } from 'vitest'
import { makeWorld, type World } from '../../support/world.ts'

async function verify(world: World, options: { fix?: boolean } = {}, settings?: Partial<BatchProcessorOptions>) {
  const findings: (Finding & { isRepaired: boolean })[] = []
  const report = await world
    .processor(settings)
    .verify((finding, isRepaired) => findings.push({ ...finding, isRepaired }), options)
  return { findings, report }
}

const brief = ({ findings }: { findings: Finding[] }) => findings.map(({ kind, key, repair }) => [kind, key, repair])

async function convertedWorld(): Promise<World> {
  const world = await makeWorld()
  for (const key of ['A/a.pdf', 'A/sub/a.pdf', 'A/a.epub', 'B/bad.pdf', 'B/b.pdf'])
    await world.put(key, key === 'B/bad.pdf' ? 'bad' : undefined)
  await world.processor().runBatchJob()
  return world
}

test('after a run there is nothing to find, and everything was compared', async () => {
  const world = await convertedWorld()
  const { findings, report } = await verify(world)
  expect(findings).toEqual([])
  expect(report).toEqual({ publishers: 2, inputs: 5, outputs: 4, found: {}, repaired: 0, errors: [] })
})

test('a package that is gone is found, and made again after a repair', async () => {
  const world = await convertedWorld()
  await rm(join(world.root, 'A/Output XML/sub/a.zip'))
  expect(brief(await verify(world))).toEqual([['missing_output', 'A/Output XML/sub/a.zip', 'convert_again']])
  expect(brief(await verify(world))).toHaveLength(1) // looking changes nothing
  expect((await verify(world, { fix: true })).report).toMatchObject({ found: { missing_output: 1 }, repaired: 1 })
  expect(await world.processor().processPendingFiles()).toMatchObject({ completed: 1 })
  expect(brief(await verify(world))).toEqual([])
  expect(await world.tree()).toContain('A/Output XML/sub/a.zip')
})

test('something foreign at the key of a package is found, and replaced after a repair', async () => {
  const world = await convertedWorld()
  await writeFile(join(world.root, 'B/Output XML/b.zip'), 'something of somebody')
  const { findings } = await verify(world, { fix: true })
  expect(findings).toMatchObject([{ kind: 'foreign_output', key: 'B/Output XML/b.zip', isRepaired: true }])
  expect(findings[0]?.detail).toMatch(/^\d+ bytes were published for B\/b\.pdf, 21 stand there$/)
  await world.processor().runBatchJob()
  expect(brief(await verify(world))).toEqual([])
})

test('books that are new or changed are found, and recorded by a repair', async () => {
  const world = await convertedWorld()
  await world.put('B/b.pdf', 'a longer text than before')
  await world.put('C/new.pdf')
  const expected = [
    ['changed_input', 'B/b.pdf', 'record'],
    ['unknown_input', 'C/new.pdf', 'record'],
  ]
  expect(brief(await verify(world))).toEqual(expected)
  expect((await verify(world, { fix: true })).report.repaired).toBe(2)
  expect(await world.processor().processPendingFiles()).toMatchObject({ completed: 2 })
  expect(brief(await verify(world))).toEqual([])
})

test('a book that may still be uploading is no finding', async () => {
  const world = await convertedWorld()
  await world.put('C/new.pdf')
  expect(brief(await verify(world, {}, { minAgeMs: 60_000 }))).toEqual([])
})

test('a file that is due and gone is told, and left to a person', async () => {
  const world = await makeWorld()
  await world.put('A/a.pdf')
  await world.processor().discoverFiles()
  await rm(join(world.root, 'A/a.pdf'))
  const { findings, report } = await verify(world, { fix: true })
  expect(brief({ findings })).toEqual([['missing_input', 'A/a.pdf', 'none']])
  expect(report.repaired).toBe(0)
})

test('a finished book that was cleared away is no finding', async () => {
  const world = await convertedWorld()
  await rm(join(world.root, 'A/a.pdf'))
  expect(brief(await verify(world))).toEqual([])
})

test('packages of nobody are told and never touched; leftovers of uploads are removed', async () => {
  const world = await convertedWorld()
  await world.put('A/Output XML/mine.zip')
  await world.put('A/Output XML/sub/.rittdoc-0-0.part')
  const { findings } = await verify(world, { fix: true })
  expect(brief({ findings })).toEqual([
    ['stray_output', 'A/Output XML/mine.zip', 'none'],
    ['leftover', 'A/Output XML/sub/.rittdoc-0-0.part', 'remove'],
  ])
  expect(await world.tree()).toContain('A/Output XML/mine.zip')
  expect(await world.tree()).not.toContain('A/Output XML/sub/.rittdoc-0-0.part')
})

test('the upload of a file that is being worked on is no leftover, unless it is a day old', async () => {
  const world = await convertedWorld()
  const registry = await world.registry()
  await registry.change({ key: 'A/a.pdf' }, 'pending')
  const storage = new LocalStorage({ root: world.root }).id
  await registry.claim({ owner: 'somebody', limit: 1, storage, converter: 'x@1', maxRetries: 3 })
  for (const name of ['.rittdoc-new.part', '.rittdoc-old.part']) await world.put(`A/Output XML/${name}`)
  const yesterday = Date.now() / 1000 - 25 * 60 * 60
  await utimes(join(world.root, 'A/Output XML/.rittdoc-old.part'), yesterday, yesterday)
  expect(brief(await verify(world))).toEqual([['leftover', 'A/Output XML/.rittdoc-old.part', 'remove']])
})

test('a file that the registry was told to forget is known, and so is its package', async () => {
  const world = await convertedWorld()
  await (await world.registry()).change({ publisher: 'A' }, 'forgotten')
  expect(brief(await verify(world))).toEqual([])
})

test('packages in an output storage of their own are compared there', async () => {
  const world = await makeWorld()
  await world.put('A/a.pdf')
  const output = new LocalStorage({ root: join(world.folder, 'packages'), create: true })
  await world.processor({ output }).runBatchJob()
  expect((await verify(world, {}, { output })).report).toMatchObject({ inputs: 1, outputs: 1, found: {} })
  await rm(join(world.folder, 'packages/A/Output XML/a.zip'))
  expect(brief(await verify(world, {}, { output }))).toEqual([
    ['missing_output', 'A/Output XML/a.zip', 'convert_again'],
  ])
})

test('a publisher that cannot be listed is an error of that publisher, the others are compared', async () => {
  const world = await convertedWorld()
  await rm(join(world.root, 'A/Output XML/a.zip'), { force: true })
  const storage = new LocalStorage({ root: world.root })
  storage.list = async function* (prefix, options) {
    if (prefix === 'B/') throw new Error('the door is closed')
    yield* LocalStorage.prototype.list.call(this, prefix, options)
  }
  const { report, findings } = await verify(world, {}, { storage })
  expect(report.errors).toMatchObject([{ publisher: 'B', message: expect.stringContaining('the door is closed') }])
  expect(findings).toHaveLength(1)
})
