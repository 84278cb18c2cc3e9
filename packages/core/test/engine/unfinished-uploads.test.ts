import { appendFile, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeWorld } from '../support/world.ts'

const OLD = Date.now() / 1000 - 86_400

test('a first run takes old files after a second look, and leaves young ones alone', async () => {
  const world = await makeWorld()
  await world.put('A/old.pdf')
  await utimes(join(world.root, 'A/old.pdf'), OLD, OLD)
  await world.put('A/young.pdf')
  const report = await world.processor({ minAgeMs: 60_000 }).runBatchJob()
  expect(report).toMatchObject({ completed: 1, scan: { added: 1, settling: 1 } })
  expect(world.conversions).toEqual(['A/old.pdf'])
}, 40_000)

test('a file that grows between the looks is not taken', async () => {
  const world = await makeWorld()
  await world.put('A/growing.pdf')
  await utimes(join(world.root, 'A/growing.pdf'), OLD, OLD)
  const processor = world.processor({ minAgeMs: 60_000 })
  processor.events.on('filesSettling', () => void appendFile(join(world.root, 'A/growing.pdf'), 'more'))
  expect(await processor.runBatchJob()).toMatchObject({ completed: 0, scan: { added: 0, settling: 1 } })
}, 40_000)
