import { afterAll, describe, expect, test } from 'vitest'
import { PostgresRegistry } from '../../src/index.ts'
import { claimOptions, facts, seen } from '../support/open-registry.ts'
import { ownSchema } from './hand-clock.ts'
import { OneServer, openOn, whySkipped } from './own-registry.ts'

const done = { status: 'completed' as const, outputPath: '/x', facts }

describe.skipIf(whySkipped !== undefined)('PostgresRegistry used by several', () => {
  const server = new OneServer()
  afterAll(() => server.stop())

  test('registries that open an empty database together make its tables once', async () => {
    const schema = await ownSchema((await server.get()).url)
    const registries = Array.from({ length: 4 }, () => new PostgresRegistry({ url: schema.url }))
    try {
      await Promise.all(registries.map((registry) => registry.open()))
      expect(await registries[0]?.record([seen('A/a.pdf')])).toMatchObject({ added: 1 })
    } finally {
      await Promise.all(registries.map((registry) => registry.close()))
      await schema.drop()
    }
  })

  test('eight loops claim every file once, of one publisher and of many', async () => {
    const { registry, schema } = await server.registry()
    const other = await openOn(schema.url)
    const keys = Array.from({ length: 160 }, (_, n) => `${n < 80 ? 'One' : `P${n % 7}`}/${n}.pdf`)
    await registry.record(keys.map((key) => seen(key)))
    const claimed: string[] = []
    const loop = async (own: PostgresRegistry) => {
      for (;;) {
        const claims = await own.claim(claimOptions({ limit: 2 }))
        if (claims.length === 0) return
        for (const claim of claims) {
          claimed.push(claim.file.key)
          expect(await own.settle(claim, done)).toBe(true)
        }
      }
    }
    await Promise.all(Array.from({ length: 8 }, (_, n) => loop(n % 2 === 0 ? registry : other)))
    expect(claimed.toSorted()).toEqual(keys.toSorted())
    expect((await registry.statistics()).total).toMatchObject({ completed: 160, pending: 0, processing: 0 })
  })

  test('the cap of a publisher holds over claims that are made at the same time', async () => {
    const { registry, schema } = await server.registry()
    const other = await openOn(schema.url)
    await registry.record(Array.from({ length: 60 }, (_, n) => seen(`P${n % 3}/${n}.pdf`)))
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        (n % 2 === 0 ? registry : other).claim(claimOptions({ limit: 3, perPublisher: 4 })),
      ),
    )
    const publishers = claims.flat().map(({ file }) => file.publisher)
    for (const publisher of ['P0', 'P1', 'P2'])
      expect(publishers.filter((name) => name === publisher).length).toBeLessThanOrEqual(4)
    expect((await registry.claim(claimOptions({ limit: 60, perPublisher: 4 }))).length + publishers.length).toBe(12)
  })

  test('files that two record at the same time get a row and a name each', async () => {
    const { registry, schema, client } = await server.registry()
    const other = await openOn(schema.url)
    const files = Array.from({ length: 50 }, (_, n) => [
      seen(`A/${n}.pdf`),
      seen(`A/${n}.epub`, { format: '.epub' }),
    ]).flat()
    const results = await Promise.all([registry.record(files), other.record(files.toReversed())])
    expect(results.reduce((sum, { added }) => sum + added, 0)).toBe(100)
    const { rows } = await client.query('SELECT count(DISTINCT output_key)::int AS names FROM files')
    expect(rows[0].names).toBe(100)
  })

  test('files that are recorded while others find nothing due are found', async () => {
    const { registry, schema } = await server.registry()
    const other = await openOn(schema.url)
    let [recorded, claimed] = [0, 0]
    const record = async () => {
      for (; recorded < 100; recorded++) await registry.record([seen(`A/${recorded}.pdf`)])
    }
    const claim = async () => {
      while (claimed < 100) {
        const claims = await other.claim(claimOptions())
        for (const one of claims) await other.settle(one, done)
        claimed += claims.length
        if (claims.length === 0) await other.nextDue({ storage: 'file:///books' })
      }
    }
    await Promise.all([record(), claim()])
    expect((await registry.statistics()).total).toMatchObject({ completed: 100 })
  })
})
