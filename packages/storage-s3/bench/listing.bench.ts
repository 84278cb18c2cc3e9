import { join } from 'node:path'
import {
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutBucketAclCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { type BenchRow, median, row, seconds } from '@rittdoc-batch/bench'
import { BatchProcessor, type Converter } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import { S3Storage, type S3StorageOptions } from '@rittdoc-batch/storage-s3'
import { fillBucket } from '@rittdoc-batch/test-services'
import { BENCH_BUCKET, type BenchPlace, withRgw } from './bench-place.ts'

const PUBLISHERS = 50
const BOOKS_EACH = 1_000
const BOOKS = PUBLISHERS * BOOKS_EACH
const PREFIX = 'sftp/'
const ROUNDS = 7
/** Publishers that a scan lists at the same time, and so does the bare loop. */
const PARALLEL_LISTS = 6

/** Finds and records every book of a bucket, beside a loop of the SDK that lists the same keys and keeps nothing. */
export async function benchListing(): Promise<BenchRow[]> {
  return withRgw(async (place) => {
    // Everybody may write, so that filling it needs no signatures and is done in a minute.
    await place.client.send(new PutBucketAclCommand({ Bucket: place.bucket, ACL: 'public-read-write' }))
    const keys = Array.from({ length: BOOKS }, (_, i) => keyOf(i))
    await fillBucket(`${place.service.endpoint}/${place.bucket}`, keys)
    return compare(place)
  })
}

function keyOf(i: number): string {
  const publisher = String(Math.floor(i / BOOKS_EACH)).padStart(2, '0')
  return `${PREFIX}Publisher ${publisher}/book-${String(i % BOOKS_EACH).padStart(6, '0')}.epub`
}

/** In turns, so that all see the same machine. Each round gives a ratio, and the row the middle one. */
async function compare({ client, options, folder }: BenchPlace): Promise<BenchRow[]> {
  const rounds: { readonly bare: number; readonly first: number; readonly again: number }[] = []
  await listBare(client) // the service reads its disk once
  for (let round = 0; round < ROUNDS; round++) {
    const processor = processorOf(options, join(folder, `${round}.db`))
    await processor.open()
    const first = await seconds(() => discover(processor, 'added'))
    const bare = await seconds(() => listBare(client))
    const again = await seconds(() => discover(processor, 'unchanged'))
    await processor.close()
    rounds.push({ bare, first, again })
  }
  const toRow = (name: string, of: 'first' | 'again', most: number): BenchRow => {
    const ratio = median(rounds.map((round) => round[of] / round.bare))
    const [ours, bare] = [median(rounds.map((round) => round[of])), median(rounds.map((round) => round.bare))]
    return row(name, { ours, bare, ratio, target: `<= ${most}`, ok: ratio <= most })
  }
  return [
    toRow(`find and record 50,000 books of ${PUBLISHERS} publishers on S3 (s)`, 'first', 1.25),
    toRow('the same again, where nothing has changed (s)', 'again', 1.2),
  ]
}

async function listBare(client: S3Client): Promise<void> {
  const publishers: string[] = []
  for await (const { CommonPrefixes = [] } of pagesOf(client, PREFIX))
    publishers.push(...CommonPrefixes.map(({ Prefix = '' }) => Prefix))
  let books = 0
  const queue = publishers.values()
  const work = async () => {
    for (const publisher of queue)
      for await (const page of pagesOf(client, publisher)) books += page.Contents?.length ?? 0
  }
  await Promise.all(Array.from({ length: PARALLEL_LISTS }, work))
  if (books !== BOOKS) throw new Error(`Expected ${BOOKS} books, got ${books}`)
}

async function* pagesOf(client: S3Client, Prefix: string): AsyncGenerator<ListObjectsV2CommandOutput> {
  const query = { Bucket: BENCH_BUCKET, Prefix, Delimiter: '/' }
  let page = await client.send(new ListObjectsV2Command(query))
  yield page
  while (page.NextContinuationToken !== undefined) {
    page = await client.send(new ListObjectsV2Command({ ...query, ContinuationToken: page.NextContinuationToken }))
    yield page
  }
}

function processorOf(options: S3StorageOptions, path: string): BatchProcessor {
  return new BatchProcessor({
    storage: new S3Storage(options),
    registry: new FileRegistry({ path }),
    converter: NOTHING,
    inputPrefix: PREFIX,
  })
}

const NOTHING: Converter = {
  id: 'nothing@1',
  produces: 'rittdoc',
  convert: () => Promise.reject(new Error('Expected nothing to be converted')),
}

async function discover(processor: BatchProcessor, expected: 'added' | 'unchanged'): Promise<void> {
  const report = await processor.discoverFiles()
  if (report?.[expected] !== BOOKS) throw new Error(`Expected ${BOOKS} books ${expected}, got ${report?.[expected]}`)
}

if (process.argv[1] === import.meta.filename) console.table(await benchListing())
