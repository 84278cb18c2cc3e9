import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LocalStorage, perPublisher } from '@rittdoc-batch/core'
import { expect, test } from 'vitest'
import { makeWorld, type World } from '../support/world.ts'

/** A processor as the command-line mode has it. */
function commandLine(world: World, more: object = {}) {
  const output = new LocalStorage({ root: join(world.folder, 'Output'), create: true, fsync: false })
  return world.processor({ storage: new LocalStorage({ root: '/' }), output, layout: perPublisher(), ...more })
}

const at = (world: World, key: string) => join(world.root, key)

test('exactly the named files are converted, into the folder of the publisher', async () => {
  const world = await makeWorld()
  await world.put('one.pdf')
  await world.put('two.epub')
  await world.put('other.pdf')
  const report = await commandLine(world).convertFiles([at(world, 'one.pdf'), at(world, 'two.epub')], {
    publisher: 'Acme',
  })
  expect(report).toMatchObject({ completed: 2, unchanged: 0, rejected: [] })
  expect(report.results.map(({ outputPath }) => outputPath).sort()).toEqual([
    join(world.folder, 'Output/Acme/one.zip'),
    join(world.folder, 'Output/Acme/two.zip'),
  ])
})

test('named again: unchanged while the package is there, converted when it is gone or forced', async () => {
  const world = await makeWorld()
  await world.put('one.pdf')
  const name = async (more: object = {}) =>
    commandLine(world).convertFiles([at(world, 'one.pdf')], { publisher: 'Acme', ...more })
  await name()
  expect(await name()).toMatchObject({ completed: 0, unchanged: 1, results: [{ status: 'unchanged' }] })
  expect(await name({ force: true })).toMatchObject({ completed: 1, unchanged: 0 })
  await rm(join(world.folder, 'Output/Acme/one.zip'))
  expect(await name()).toMatchObject({ completed: 1 })
})

test('a file that failed before is tried again', async () => {
  const world = await makeWorld()
  await world.put('bad.pdf', 'bad')
  const name = () => commandLine(world).convertFiles([at(world, 'bad.pdf')], { publisher: 'Acme' })
  expect(await name()).toMatchObject({ failed: 1 })
  expect(await name()).toMatchObject({ failed: 1 })
  expect(world.conversions.length).toBe(2)
})

test('under another publisher it is converted to the new place, and the row moves', async () => {
  const world = await makeWorld()
  await world.put('one.pdf')
  await commandLine(world).convertFiles([at(world, 'one.pdf')], { publisher: 'Acme' })
  const report = await commandLine(world).convertFiles([at(world, 'one.pdf')], { publisher: 'Beta' })
  expect(report.results[0]?.outputPath).toBe(join(world.folder, 'Output/Beta/one.zip'))
  const files = await Array.fromAsync((await world.registry()).query({}))
  expect(files.map(({ publisher }) => publisher)).toEqual(['Beta'])
})

test('retries take place in the same run', async () => {
  const world = await makeWorld()
  await world.put('flaky.pdf', 'flaky 2')
  const report = await commandLine(world, { retryDelayMs: 20 }).convertFiles([at(world, 'flaky.pdf')], {
    publisher: 'Acme',
  })
  expect(report).toMatchObject({ completed: 1, retried: 2, failed: 0 })
})

test('what cannot be taken is rejected with a reason, and the rest is converted', async () => {
  const world = await makeWorld()
  await world.put('good.pdf')
  await world.put('empty.pdf', '')
  await world.put('text.txt')
  const paths = ['good.pdf', 'empty.pdf', 'text.txt', 'missing.pdf', '.'].map((name) => at(world, name))
  const report = await commandLine(world).convertFiles(paths, { publisher: 'Acme' })
  expect(report.completed).toBe(1)
  expect(report.rejected.map(({ code }) => code)).toEqual(['input', 'unsupported', 'not_found', 'not_found'])
})

test.each(['', '..', 'a/b', '.'])('%j is no publisher', async (publisher) => {
  const world = await makeWorld()
  await world.put('one.pdf')
  await expect(commandLine(world).convertFiles([at(world, 'one.pdf')], { publisher })).rejects.toMatchObject({
    code: 'config',
  })
})

test('neither mode touches the rows of the other', async () => {
  const world = await makeWorld()
  await world.put('A/in-tree.pdf')
  await world.put('named.pdf')
  const tree = world.processor()
  await tree.discoverFiles()
  expect(await commandLine(world).convertFiles([at(world, 'named.pdf')], { publisher: 'Acme' })).toMatchObject({
    completed: 1,
  })
  expect(world.conversions).toEqual([at(world, 'named.pdf')])
  expect(await tree.processPendingFiles()).toMatchObject({ completed: 1 })
  expect(world.conversions).toEqual([at(world, 'named.pdf'), 'A/in-tree.pdf'])
})
