import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateBucketCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  S3Client,
} from '@aws-sdk/client-s3'
import { BatchProcessor, type Converter } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import { S3Storage } from '@rittdoc-batch/storage-s3'
import { type S3Service, startRgw, whyNoRgw } from '@rittdoc-batch/test-services'

/** A row of the bench table. */
export interface BenchRow {
  readonly name: string
  readonly ours: number
  readonly bare: number
  readonly ratio: number
  readonly target: string
  readonly ok: boolean
}

const PUBLISHERS = 50
const BOOKS_EACH = 1_000
const BOOKS = PUBLISHERS * BOOKS_EACH
const PREFIX = 'sftp/'
const BUCKET = 'books'
const ROUNDS = 7
/** Publishers that a scan lists at the same time, and so does the bare loop. */
const PARALLEL_LISTS = 6
const PARALLEL_PUTS = 64

/** Finds and records every book of a bucket, beside a loop of the SDK that lists the same keys and keeps nothing. */
export async function benchListing(): Promise<BenchRow[]> {
  const why = await whyNoRgw()
  if (why !== undefined) {
    console.error(`skipped: ${why}`)
    return []
  }
  const folder = await mkdtemp(join(tmpdir(), 'listing-bench-'))
  const rgw = await startRgw()
  const client = clientOf(rgw)
  try {
    // Everybody may write, so that filling it needs no signatures and is done in a minute.
    await client.send(new CreateBucketCommand({ Bucket: BUCKET, ACL: 'public-read-write' }))
    await fill(`${rgw.endpoint}/${BUCKET}`)
    return await compare(rgw, client, folder)
  } finally {
    client.destroy()
    await rgw.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function clientOf({ endpoint, accessKeyId, secretAccessKey }: S3Service): S3Client {
  const credentials = { accessKeyId, secretAccessKey }
  return new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true })
}

async function fill(bucketUrl: string): Promise<void> {
  const agent = new Agent({ keepAlive: true })
  const keys = Array.from({ length: BOOKS }, (_, i) => keyOf(i)).values()
  const work = async () => {
    for (const key of keys) await put(`${bucketUrl}/${encodeURI(key)}`, agent)
  }
  await Promise.all(Array.from({ length: PARALLEL_PUTS }, work))
  agent.destroy()
}

function put(url: string, agent: Agent): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const sent = request(url, { method: 'PUT', agent, headers: { 'content-length': 1 } }, (answer) => {
    const isDone = answer.statusCode === 200
    answer.resume().on('end', () => (isDone ? resolve() : reject(new Error(`Got ${answer.statusCode} for ${url}`))))
  })
  sent.on('error', reject).end('x')
  return promise
}

function keyOf(i: number): string {
  const publisher = String(Math.floor(i / BOOKS_EACH)).padStart(2, '0')
  return `${PREFIX}Publisher ${publisher}/book-${String(i % BOOKS_EACH).padStart(6, '0')}.epub`
}

/** In turns, so that all see the same machine. Each round gives a ratio, and the row the middle one. */
async function compare(rgw: S3Service, client: S3Client, folder: string): Promise<BenchRow[]> {
  const rounds: { readonly bare: number; readonly first: number; readonly again: number }[] = []
  await listBare(client) // the service reads its disk once
  for (let round = 0; round < ROUNDS; round++) {
    const processor = processorOf(rgw, join(folder, `${round}.db`))
    await processor.open()
    const first = await seconds(() => discover(processor, 'added'))
    const bare = await seconds(() => listBare(client))
    const again = await seconds(() => discover(processor, 'unchanged'))
    await processor.close()
    rounds.push({ bare, first, again })
  }
  const row = (name: string, of: 'first' | 'again', most: number): BenchRow => {
    const ratio = median(rounds.map((round) => round[of] / round.bare))
    const [ours, bare] = [median(rounds.map((round) => round[of])), median(rounds.map((round) => round.bare))]
    return {
      name,
      ours: digits(ours),
      bare: digits(bare),
      ratio: digits(ratio),
      target: `<= ${most}`,
      ok: ratio <= most,
    }
  }
  return [
    row(`find and record 50,000 books of ${PUBLISHERS} publishers on S3 (s)`, 'first', 1.25),
    row('the same again, where nothing has changed (s)', 'again', 1.2),
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
  const query = { Bucket: BUCKET, Prefix, Delimiter: '/' }
  let page = await client.send(new ListObjectsV2Command(query))
  yield page
  while (page.NextContinuationToken !== undefined) {
    page = await client.send(new ListObjectsV2Command({ ...query, ContinuationToken: page.NextContinuationToken }))
    yield page
  }
}

function processorOf({ endpoint, accessKeyId, secretAccessKey }: S3Service, path: string): BatchProcessor {
  return new BatchProcessor({
    storage: new S3Storage({ bucket: BUCKET, endpoint, credentials: { accessKeyId, secretAccessKey } }),
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

async function seconds(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1_000
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function digits(value: number): number {
  return Number(value.toPrecision(3))
}

if (process.argv[1] === import.meta.filename) console.table(await benchListing())
