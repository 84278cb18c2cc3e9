import type { FileRegistry } from '@rittdoc-batch/registry'
import { expect, test } from 'vitest'
import { claimOptions, facts, openRegistry, seen } from '../support/open-registry.ts'

/** Claims and completes so many files, one after the other. @returns whose they were */
async function serve(registry: FileRegistry, count: number): Promise<(string | undefined)[]> {
  const publishers: (string | undefined)[] = []
  for (let i = 0; i < count; i++) {
    const [claim] = await registry.claim(claimOptions())
    if (claim) await registry.settle(claim, { status: 'completed', outputPath: '/x', facts })
    publishers.push(claim?.file.publisher)
  }
  return publishers
}

test('a publisher that had nothing for a while takes turns with a newcomer', async () => {
  const { registry } = await openRegistry()
  await registry.record(Array.from({ length: 50 }, (_, i) => seen(`Old/book-${i}.pdf`)))
  await serve(registry, 50)
  await registry.record(Array.from({ length: 100 }, (_, i) => seen(`New/book-${i}.pdf`)))
  await registry.record(Array.from({ length: 100 }, (_, i) => seen(`Old/more-${i}.pdf`)))
  const turns = await serve(registry, 10)
  expect(turns.filter((publisher) => publisher === 'Old').length).toBeGreaterThanOrEqual(4)
})

test('a paused publisher does not let newcomers overtake everybody', async () => {
  const { registry } = await openRegistry()
  await registry.record([seen('Paused/a.pdf')])
  await registry.pausePublisher('Paused')
  await registry.record(Array.from({ length: 100 }, (_, i) => seen(`Old/book-${i}.pdf`)))
  await serve(registry, 50)
  await registry.record(Array.from({ length: 100 }, (_, i) => seen(`New/book-${i}.pdf`)))
  const turns = await serve(registry, 10)
  expect(turns.filter((publisher) => publisher === 'Old').length).toBeGreaterThanOrEqual(4)
})

test('a publisher that only waits for a retry does not let newcomers overtake everybody', async () => {
  const { registry } = await openRegistry()
  await registry.record([seen('Wait/a.pdf')])
  const [c] = await registry.claim(claimOptions())
  if (c) await registry.settle(c, { status: 'retry', delayMs: 3_600_000, code: 'transient', message: 'm', facts })
  await registry.record(Array.from({ length: 100 }, (_, i) => seen(`Old/book-${i}.pdf`)))
  await serve(registry, 50)
  await registry.record(Array.from({ length: 100 }, (_, i) => seen(`New/book-${i}.pdf`)))
  const turns = await serve(registry, 10)
  expect(turns.filter((publisher) => publisher === 'Old').length).toBeGreaterThanOrEqual(4)
})
