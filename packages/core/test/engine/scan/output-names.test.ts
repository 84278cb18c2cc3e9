import { collisionKey, LocalStorage, outputName } from '@rittdoc-batch/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withSlowListings } from '../../support/slow-listings.ts'
import { makeWorld, type World } from '../../support/world.ts'

// Names that compete: case twins, normal-form twins, one stem with several extensions, any script, odd characters.
const PUBLISHERS = ['Acme', 'ACME', 'acme', 'Bücher', 'Bu\u0308cher', '出版社']
const FOLDERS = ['', 'sub/', 'SUB/', 'é/', 'e\u0301/', 'a/b/']
const STEMS = ['book', 'Book', 'é', 'e\u0301', '書', 'كتاب', 'book.pdf', 'book.pdf~2', 'x;y', '50 %', '-rf', '$HOME']
const EXTENSIONS = ['.pdf', '.PDF', '.epub', '.epub3']

const anyName = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...STEMS) },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((name) => !/[/\0]|^[.~]/.test(name) && name.isWellFormed()),
  },
)
const key = fc
  .tuple(fc.constantFrom(...PUBLISHERS), fc.constantFrom(...FOLDERS), anyName, fc.constantFrom(...EXTENSIONS))
  .map(([publisher, folder, stem, extension]) => `${publisher}/${folder}${stem}${extension}`)
/** Files that appear between one run and the next. */
const arrivals = fc.array(fc.uniqueArray(key, { maxLength: 30, size: 'max' }), {
  minLength: 1,
  maxLength: 3,
  size: 'max',
})

test.runIf(process.platform === 'linux')(
  'output names are one to one with sources, stay for ever, and do not depend on which listing is quicker',
  async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, fc.nat(), fc.nat(), async (runs, seed, otherSeed) => {
        const [one, other] = [await makeWorld(), await makeWorld()]
        let before = new Map<string, string>()
        for (const keys of runs) {
          const outputs = await scanAfter(one, keys, seed)
          expect(await scanAfter(other, keys, otherSeed)).toEqual(outputs)
          for (const [source, output] of before) expect(outputs.get(source)).toBe(output)
          expectOneToOne(outputs)
          before = outputs
        }
        expect(await scanAfter(one, [], otherSeed)).toEqual(before)
      }),
      { numRuns: 40 },
    )
  },
  120_000,
)

/** Puts files, scans with listings as slow as `seed` has it, and returns the output key of every source. */
async function scanAfter(world: World, keys: readonly string[], seed: number): Promise<Map<string, string>> {
  for (const name of keys) await world.put(name)
  const storage = withSlowListings(new LocalStorage({ root: world.root, fsync: false }), seed)
  const processor = world.processor({ storage })
  const report = await processor.discoverFiles()
  await processor.close()
  expect(report?.errors).toEqual([])
  const registry = await world.registry()
  const files = await Array.fromAsync(registry.query({}))
  await registry.close()
  return new Map(files.map((file) => [file.key, file.outputKey]))
}

function expectOneToOne(outputs: ReadonlyMap<string, string>): void {
  expect(new Set([...outputs.values()].map(collisionKey)).size).toBe(outputs.size)
  for (const [source, output] of outputs) {
    const [publisher = '', ...below] = source.split('/')
    const filename = below.at(-1) ?? ''
    const folder = [publisher, 'Output XML', ...below.slice(0, -1), ''].join('/')
    const candidates = Array.from({ length: outputs.size + 1 }, (_, n) => folder + outputName(filename, n))
    expect(candidates).toContain(output)
  }
}
