import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { BatchProcessor, type Converter } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import { S3Storage } from '@rittdoc-batch/storage-s3'
import { type S3Service, sharedRgw, startRgw, whyNoRgw } from '@rittdoc-batch/test-services'

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
const KEYS_EACH = 1_000
const KEYS = PUBLISHERS * KEYS_EACH
const PREFIX = 'sftp/'
const ROUNDS = 5
/** Publishers that a scan lists at the same time, and so the bare loop. */
const PARALLEL = 6
const PARALLEL_PUTS = 32

/** Finds and records every book of a bucket, beside a loop of the SDK that only lists the same keys. */
export async function benchListing(): Promise<BenchRow[]> {
  const why = await whyNoRgw()
  if (why !== undefined) {
    console.error(`skipped: ${why}`)
    return []
  }
  const rgw = process.env.RITTDOC_TEST_S3_ENDPOINT ? await sharedRgw() : await startRgw()
  const folder = await mkdtemp(join(tmpdir(), 'listing-bench-'))
  try {
    const bucket = `listing-${Date.now()}`
    const client = clientOf(rgw)
    await fill(client, bucket)
    const rows = await compare(rgw, client, bucket, folder)
    client.destroy()
    return rows
  } finally {
    await rm(folder, { recursive: true, force: true })
    if ('stop' in rgw) await (rgw as { stop(): Promise<void> }).stop()
  }
}

function clientOf({ endpoint, accessKeyId, secretAccessKey }: S3Service): S3Client {
  const credentials = { accessKeyId, secretAccessKey }
  return new S3Client({
    endpoint,
    credentials,
    region: 'us-east-1',
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  })
}

async function fill(client: S3Client, Bucket: string): Promise<void> {
  await client.send(new CreateBucketCommand({ Bucket }))
  const started = performance.now()
  const numbers = Array.from({ length: KEYS }, (_, i) => i).values()
  const put = async () => {
    for (const i of numbers) await client.send(new PutObjectCommand({ Bucket, Key: keyOf(i), Body: 'x' }))
  }
  await Promise.all(Array.from({ length: PARALLEL_PUTS }, put))
  console.error(`filled in ${((performance.now() - started) / 1_000).toFixed(1)} s`)
}

function keyOf(i: number): string {
  const publisher = String(Math.floor(i / KEYS_EACH)).padStart(2, '0')
  return `${PREFIX}Publisher ${publisher}/book-${String(i % KEYS_EACH).padStart(6, '0')}.epub`
}

async function compare(rgw: S3Service, client: S3Client, bucket: string, folder: string): Promise<BenchRow[]> {
  const times = { first: [] as number[], again: [] as number[], bare: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    times.bare.push(await seconds(() => listBare(client, bucket)))
    const processor = processorOf(rgw, bucket, join(folder, `${round}.db`))
    await processor.open()
    times.first.push(await seconds(() => discover(processor, 'added')))
    times.again.push(await seconds(() => discover(processor, 'unchanged')))
    await processor.close()
  }
  console.error(times)
  const bare = median(times.bare)
  return [
    row(`find and record ${KEYS} books of ${PUBLISHERS} publishers (s)`, median(times.first), bare, 1.25),
    row('the same again, unchanged (s)', median(times.again), bare, 1.2),
  ]
}

async function listBare(client: S3Client, Bucket: string): Promise<void> {
  const publishers: string[] = []
  for await (const page of pages(client, Bucket, PREFIX))
    publishers.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix))
  let keys = 0
  const queue = publishers.values()
  const list = async () => {
    for (const publisher of queue)
      for await (const page of pages(client, Bucket, publisher)) keys += page.Contents?.length ?? 0
  }
  await Promise.all(Array.from({ length: PARALLEL }, list))
  if (keys !== KEYS) throw new Error(`Expected ${KEYS} keys, got ${keys}`)
}

async function* pages(client: S3Client, Bucket: string, Prefix: string) {
  let ContinuationToken: string | undefined
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket,
        Prefix,
        Delimiter: '/',
        ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
      }),
    )
    yield page
    ContinuationToken = page.NextContinuationToken
  } while (ContinuationToken !== undefined)
}

function processorOf(
  { endpoint, accessKeyId, secretAccessKey }: S3Service,
  bucket: string,
  path: string,
): BatchProcessor {
  const converter: Converter = {
    id: 'none@1',
    produces: 'any',
    convert: () => Promise.reject(new Error('Converts nothing')),
  } as never
  return new BatchProcessor({
    storage: new S3Storage({ bucket, endpoint, credentials: { accessKeyId, secretAccessKey } }),
    registry: new FileRegistry({ path }),
    converter,
    inputPrefix: PREFIX,
  } as never)
}

async function discover(processor: BatchProcessor, expected: 'added' | 'unchanged'): Promise<void> {
  const report = await processor.discoverFiles()
  if (report?.[expected] !== KEYS)
    throw new Error(`Expected ${KEYS} files ${expected}, got ${JSON.stringify(report).slice(0, 400)}`)
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1_000
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function row(name: string, ours: number, bare: number, most: number): BenchRow {
  const round = (value: number) => Number(value.toPrecision(3))
  const ratio = ours / bare
  return { name, ours: round(ours), bare: round(bare), ratio: round(ratio), target: `<= ${most}`, ok: ratio <= most }
}

if (process.argv[1] === import.meta.filename) console.table(await benchListing())
