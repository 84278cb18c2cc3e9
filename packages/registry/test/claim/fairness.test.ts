import { expect, test } from 'vitest'
import { claimOptions, facts, openRegistry, seen } from '../support/open-registry.ts'

test('with 200 publishers and nine in ten files from one, all are served within 400 claims', async () => {
  const { registry } = await openRegistry()
  await registry.record(Array.from({ length: 1_800 }, (_, i) => seen(`Huge/book-${i}.pdf`)))
  await registry.record(Array.from({ length: 200 }, (_, i) => seen(`P${i % 199}/book-${i}.pdf`)))
  const served = new Set<string>()
  for (let claims = 0; claims < 400; ) {
    for (const claim of await registry.claim(claimOptions({ limit: 4 }))) {
      claims++
      served.add(claim.file.publisher)
      await registry.settle(claim, { status: 'completed', outputPath: '/x', facts })
    }
  }
  expect(served.size).toBe(200)
})

test('a newcomer neither waits for the backlog of others nor catches up with what they had', async () => {
  const { registry } = await openRegistry()
  await registry.record(Array.from({ length: 100 }, (_, i) => seen(`Old/book-${i}.pdf`)))
  const next = async () => {
    const [claim] = await registry.claim(claimOptions())
    if (claim) await registry.settle(claim, { status: 'completed', outputPath: '/x', facts })
    return claim?.file.publisher
  }
  for (let i = 0; i < 50; i++) await next()
  await registry.record(Array.from({ length: 100 }, (_, i) => seen(`New/book-${i}.pdf`)))
  const turns: (string | undefined)[] = []
  for (let i = 0; i < 10; i++) turns.push(await next())
  expect(turns.filter((publisher) => publisher === 'New').length).toBeGreaterThanOrEqual(4)
  expect(turns.filter((publisher) => publisher === 'New').length).toBeLessThanOrEqual(6)
})

test('a pause passes a publisher over, and is not caught up afterwards', async () => {
  const { registry } = await openRegistry()
  for (const publisher of ['A', 'B'])
    await registry.record(Array.from({ length: 40 }, (_, i) => seen(`${publisher}/book-${i}.pdf`)))
  await registry.pausePublisher('A')
  const turns = async (count: number) => {
    const publishers: string[] = []
    for (let i = 0; i < count; i++)
      for (const claim of await registry.claim(claimOptions())) {
        publishers.push(claim.file.publisher)
        await registry.settle(claim, { status: 'completed', outputPath: '/x', facts })
      }
    return publishers
  }
  expect(new Set(await turns(20))).toEqual(new Set(['B']))
  await registry.resumePublisher('A')
  expect((await turns(10)).filter((publisher) => publisher === 'A').length).toBeLessThanOrEqual(6)
})

test('a cap per publisher holds over several claims', async () => {
  const { registry } = await openRegistry()
  await registry.record(Array.from({ length: 10 }, (_, i) => seen(`A/book-${i}.pdf`)))
  expect(await registry.claim(claimOptions({ limit: 5, perPublisher: 2 }))).toHaveLength(2)
  expect(await registry.claim(claimOptions({ limit: 5, perPublisher: 2 }))).toHaveLength(0)
})
