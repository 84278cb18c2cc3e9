import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type BenchRow, median } from '@rittdoc-batch/bench'
import { BatchProcessor, type Converter, type Entry, type Storage } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'

const PUBLISHERS = 100
const BOOKS_EACH = 10_000
const BOOKS = PUBLISHERS * BOOKS_EACH
/** How often the time is taken: after so many books. */
const STEP = 10_000
/** How often the heap is looked at, which takes a while. */
const HEAP_STEP = 100_000
const MOST_GROWTH_MB = 50
const LEAST_RATE = 0.8

/** Finds and records 1,000,000 books of a storage that only lists: whether the rate stays, and the heap. */
export async function benchScan(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'scan-bench-'))
  try {
    const watch = new Watch()
    const processor = new BatchProcessor({
      ...{ storage: listingOnly(() => watch.count()), converter: NOTHING },
      registry: new FileRegistry({ path: join(folder, 'registry.db') }),
    })
    await processor.open()
    const report = await processor.discoverFiles()
    await processor.close()
    if (report?.added !== BOOKS) throw new Error(`only ${report?.added} of ${BOOKS} books were recorded`)
    return [rateRow(watch), heapRow(watch)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function rateRow({ stepMs }: Watch): BenchRow {
  const rate = (steps: readonly number[]) => Math.round(STEP / (median(steps) / 1_000))
  const [ours, bare] = [rate(stepMs.slice(-10)), rate(stepMs.slice(0, 10))]
  const ratio = Number((ours / bare).toPrecision(3))
  const name = 'find and record, books a second: the last 100,000 of 1,000,000 against the first'
  return { name, ours, bare, ratio, target: `>= ${LEAST_RATE}`, ok: ratio >= LEAST_RATE }
}

function heapRow({ heapMb }: Watch): BenchRow {
  const ours = Number((Math.max(...heapMb) - (heapMb[0] ?? 0)).toPrecision(3))
  const ratio = Number((ours / MOST_GROWTH_MB).toPrecision(2))
  const name = 'its heap beyond that after 10,000 books (MB)'
  return { name, ours, bare: MOST_GROWTH_MB, ratio, target: `< ${MOST_GROWTH_MB}`, ok: ours < MOST_GROWTH_MB }
}

/** Takes the time of every step, and the heap after a collection. */
class Watch {
  readonly stepMs: number[] = []
  readonly heapMb: number[] = []
  readonly #collect: () => void
  #books = 0
  #last = performance.now()

  constructor() {
    setFlagsFromString('--expose-gc')
    this.#collect = runInNewContext('gc') as () => void
  }

  count(): void {
    this.#books++
    if (this.#books % STEP !== 0) return
    this.stepMs.push(performance.now() - this.#last)
    if (this.#books === STEP || this.#books % HEAP_STEP === 0) {
      this.#collect()
      this.heapMb.push(process.memoryUsage().heapUsed / 1_000_000)
    }
    this.#last = performance.now()
  }
}

/** A storage that makes its listing up as it is read. */
function listingOnly(onBook: () => void): Storage {
  const refuse = () => Promise.reject(new Error('Expected nothing but listings'))
  return {
    id: 's3://bench',
    traits: { partialVisible: false, parallelList: true, maxConcurrency: 8 },
    locate: (key) => key,
    open: () => Promise.resolve(),
    close: () => Promise.resolve(),
    list: (prefix) => (prefix === '' ? publishers() : booksOf(prefix, onBook)),
    ...{ stat: refuse, download: refuse, upload: refuse, remove: refuse, sweep: refuse },
  }
}

async function* publishers(): AsyncGenerator<Entry> {
  for (let i = 0; i < PUBLISHERS; i++) yield { kind: 'prefix', key: `Publisher ${String(i).padStart(3, '0')}/` }
}

async function* booksOf(publisher: string, onBook: () => void): AsyncGenerator<Entry> {
  for (let i = 0; i < BOOKS_EACH; i++) {
    if (i % 1_000 === 0) await new Promise(setImmediate) // a page comes from elsewhere
    onBook()
    const key = `${publisher}book-${String(i).padStart(6, '0')}.epub`
    yield { kind: 'object', key, sizeBytes: 1_000_000 + i, modifiedAt: new Date(0), version: `"${i}-${publisher}"` }
  }
}

const NOTHING: Converter = {
  id: 'nothing@1',
  produces: 'rittdoc',
  convert: () => Promise.reject(new Error('Expected nothing to be converted')),
}

if (process.argv[1] === import.meta.filename) console.table(await benchScan())
