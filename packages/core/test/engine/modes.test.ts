import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LocalStorage, perPublisher } from '@rittdoc-batch/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeWorld, type World } from '../support/world.ts'

// The two modes share one registry. Keys of the tree are relative, keys of named files are absolute paths.

const BOOKS = ['A/one.pdf', 'B/sub/one.epub']
const PUBLISHERS = ['A', 'Acme']

/** What a person does: a run, naming files, uploading a book anew, removing a package of the command-line mode. */
type Step =
  | { readonly do: 'run' }
  | { readonly do: 'name'; readonly books: readonly string[]; readonly publisher: string; readonly force: boolean }
  | { readonly do: 'change'; readonly book: string }
  | { readonly do: 'lose'; readonly book: string }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('run' as const) }),
  fc.record({
    do: fc.constant('name' as const),
    books: fc.uniqueArray(fc.constantFrom(...BOOKS), { minLength: 1 }),
    publisher: fc.constantFrom(...PUBLISHERS),
    force: fc.nat(4).map((n) => n === 0),
  }),
  fc.record({ do: fc.constant('change' as const), book: fc.constantFrom(...BOOKS) }),
  fc.record({ do: fc.constant('lose' as const), book: fc.constantFrom(...BOOKS) }),
)

test('each mode works on exactly its own files, whatever the order of commands', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14, size: 'max' }), async (steps) => {
      const world = await makeWorld()
      const model = new Model(world)
      for (const book of BOOKS) await model.change(book)
      for (const one of steps) {
        world.conversions.length = 0
        const expected = await model.apply(one)
        expect(world.conversions.toSorted()).toEqual(expected.toSorted())
      }
    }),
    { numRuns: 30 },
  )
}, 120_000)

/** What must have been converted after each step, told from the rules alone. */
class Model {
  readonly #world: World
  readonly #revision = new Map<string, number>()
  readonly #inTree = new Map<string, number>()
  /** By path: the publisher and revision that it was converted for last, and the package that came of it. */
  readonly #named = new Map<
    string,
    { readonly publisher: string; readonly revision: number; readonly output: string }
  >()

  constructor(world: World) {
    this.#world = world
  }

  async change(book: string): Promise<void> {
    const revision = (this.#revision.get(book) ?? 0) + 1
    this.#revision.set(book, revision)
    await this.#world.put(book, `revision ${'I'.repeat(revision)}`)
  }

  /** Does a step for real. @returns the keys that it must have converted */
  async apply(step: Step): Promise<string[]> {
    if (step.do === 'run') return this.#run()
    if (step.do === 'name') return this.#name(step)
    if (step.do === 'change') await this.change(step.book)
    else {
      const { output } = this.#named.get(join(this.#world.root, step.book)) ?? {}
      if (output !== undefined) await rm(output, { force: true })
      if (output !== undefined) this.#named.delete(join(this.#world.root, step.book))
    }
    return []
  }

  async #run(): Promise<string[]> {
    const processor = this.#world.processor()
    await processor.runBatchJob()
    await processor.close()
    const due = BOOKS.filter((book) => this.#inTree.get(book) !== this.#revision.get(book))
    for (const book of due) this.#inTree.set(book, this.#revision.get(book) ?? 0)
    return due
  }

  async #name({ books, publisher, force }: Extract<Step, { do: 'name' }>): Promise<string[]> {
    const output = new LocalStorage({ root: join(this.#world.folder, 'Output'), create: true, fsync: false })
    const storage = new LocalStorage({ root: '/' })
    const processor = this.#world.processor({ storage, output, layout: perPublisher() })
    const paths = books.map((book) => join(this.#world.root, book))
    const report = await processor.convertFiles(paths, { publisher, force })
    await processor.close()
    expect(report).toMatchObject({ failed: 0, rejected: [] })
    const due = books.filter((book) => force || !this.#isUnchanged(book, publisher))
    expect(report.unchanged).toBe(books.length - due.length)
    for (const result of report.results) {
      const book = result.key.slice(this.#world.root.length + 1)
      this.#named.set(result.key, {
        publisher,
        revision: this.#revision.get(book) ?? 0,
        output: result.outputPath ?? '',
      })
    }
    return due.map((book) => join(this.#world.root, book))
  }

  #isUnchanged(book: string, publisher: string): boolean {
    const last = this.#named.get(join(this.#world.root, book))
    return last?.publisher === publisher && last.revision === this.#revision.get(book)
  }
}
