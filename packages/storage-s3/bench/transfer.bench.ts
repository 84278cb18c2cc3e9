import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { atLeast, atMost, type BenchRow, median } from '@rittdoc-batch/bench'
import { S3Storage } from '@rittdoc-batch/storage-s3'
import { type BenchPlace, withRgw } from './bench-place.ts'
import { isInstalled, makePeers, type Rclone, type S3Peer } from './s3-peers.ts'

const LARGE_BYTES = 256 * 1024 * 1024
const SMALL_BYTES = 100_000
const SMALL_FILES = 500
const LARGE_ROUNDS = 5
const SMALL_ROUNDS = 15

/**
 * Ours beside the programs of Debian on the same gateway, in turns. Ours is counted from the making of the storage to its
 * close, in this process, which has done it once before; theirs from the start of the program to its end.
 */
export async function benchTransfers(): Promise<BenchRow[]> {
  return withRgw(async (place) => {
    const { rclone, all } = await makePeers(place)
    const peers = all.filter(isInstalled)
    const rows = all.filter((peer) => !isInstalled(peer)).map(missing)
    await prepare(place)
    if (peers.length > 0) rows.push(...(await benchLarge(place, peers)))
    if (isInstalled(rclone)) rows.push(...(await benchSmall(place, rclone)))
    return rows
  })
}

async function benchLarge(place: BenchPlace, peers: readonly S3Peer[]): Promise<BenchRow[]> {
  const [file, copy] = [join(place.folder, 'large'), join(place.folder, 'out/copy')]
  const gets = (key: string) => ({
    ...{ place, rounds: LARGE_ROUNDS },
    ours: (storage: S3Storage) => get(storage, key, copy),
    peers: peers.map(({ name, get }) => ({ name, copy: () => get(key, copy) })),
  })
  const puts = {
    ...{ place, rounds: LARGE_ROUNDS },
    ours: (storage: S3Storage) => storage.upload(file, 'put/ours'),
    peers: peers.map(({ name, put }) => ({ name, copy: () => put(file, `put/${name}`) })),
  }
  return [
    toTimeRow('S3 get 256 MB, which went up in one put (s)', await measure(gets('large-in-one')), 1.6),
    toTimeRow('S3 get 256 MB, which went up in parts (s)', await measure(gets('large-in-parts')), 1.6),
    toTimeRow('S3 put 256 MB (s)', await measure(puts), 1),
  ]
}

/** Every round puts its files into a folder of its own, as every book of a batch has one. */
async function benchSmall(place: BenchPlace, rclone: Rclone): Promise<BenchRow[]> {
  const from = join(place.folder, 'small')
  const newFolder = () => mkdtemp(join(place.folder, 'got-'))
  const gets = {
    ...{ place, rounds: SMALL_ROUNDS },
    ours: async (storage: S3Storage) => getSmall(storage, await newFolder()),
    peers: [{ name: rclone.name, copy: async () => rclone.getAll('small/', await newFolder()) }],
  }
  const puts = {
    ...{ place, rounds: SMALL_ROUNDS },
    ours: (storage: S3Storage) => putSmall(storage, from),
    peers: [{ name: rclone.name, copy: () => rclone.putAll(from, 'put/rclone/') }],
  }
  return [
    toRateRow('S3 get 500 files of 100 kB, 8 at a time (files/s)', await measure(gets), 0.8),
    toRateRow('S3 put 500 files of 100 kB, 8 at a time (files/s)', await measure(puts), 0.8),
  ]
}

interface Contest {
  readonly place: BenchPlace
  readonly rounds: number
  readonly ours: (storage: S3Storage) => Promise<unknown>
  readonly peers: readonly { readonly name: string; readonly copy: () => Promise<void> }[]
}

interface Times {
  readonly ours: number
  /** Of the fastest peer. */
  readonly best: number
  readonly name: string
}

/** Seconds of everybody in turns; medians. The first round warms up and does not count. */
async function measure({ place, rounds, ours, peers }: Contest): Promise<Times> {
  const runs = [{ name: 'ours', copy: () => withStorage(place, ours) }, ...peers]
  const taken = runs.map(({ name }) => ({ name, seconds: [] as number[] }))
  for (let round = 0; round <= rounds; round++) {
    for (const [index, { copy }] of runs.entries()) {
      await clear(place)
      const started = performance.now()
      await copy()
      if (round > 0) taken[index]?.seconds.push((performance.now() - started) / 1_000)
    }
  }
  const [own, ...others] = taken.map(({ name, seconds }) => ({ name, seconds: median(seconds) }))
  console.error([own, ...others].map((one) => `${one?.name} ${one?.seconds.toPrecision(3)} s`).join(' · '))
  const best = others.toSorted((a, b) => a.seconds - b.seconds)[0]
  if (own === undefined || best === undefined) throw new Error('Expected a peer')
  return { ours: own.seconds, best: best.seconds, name: best.name }
}

/** Removes what the last copy has left, so that nobody finds it there: rclone would not copy again. */
async function clear({ folder, options }: BenchPlace): Promise<void> {
  await rm(join(folder, 'out'), { recursive: true, force: true })
  await mkdir(join(folder, 'out'))
  const storage = new S3Storage(options)
  const entries = await Array.fromAsync(storage.list('put/', { recursive: true }))
  await eightAtATime(entries, ({ key }) => storage.remove(key))
  await storage.close()
}

async function prepare({ options, client, bucket: Bucket, folder }: BenchPlace): Promise<void> {
  const storage = new S3Storage(options)
  await mkdir(join(folder, 'small'))
  const large = Buffer.alloc(LARGE_BYTES, 'some text of a book, ')
  const file = join(folder, 'large')
  await writeFile(file, large)
  await storage.upload(file, 'large-in-parts')
  await client.send(new PutObjectCommand({ Bucket, Key: 'large-in-one', Body: large }))
  for (const name of smallNames()) await writeFile(join(folder, 'small', name), large.subarray(0, SMALL_BYTES))
  await eightAtATime(smallNames(), (name) => storage.upload(join(folder, 'small', name), `small/${name}`))
  await storage.close()
}

async function withStorage({ options }: BenchPlace, work: (storage: S3Storage) => Promise<unknown>): Promise<void> {
  const storage = new S3Storage(options)
  await storage.open()
  await work(storage)
  await storage.close()
}

async function get(storage: S3Storage, key: string, toFile: string): Promise<void> {
  const object = await storage.stat(key)
  if (object === undefined) throw new Error(`Expected ${key} to be there`)
  await storage.download(object, toFile)
}

/** Downloads begin while the listing goes on, as those of a batch do and those of rclone. */
async function getSmall(storage: S3Storage, toFolder: string): Promise<void> {
  await eightAtATime(storage.list('small/'), async (entry) => {
    if (entry.kind === 'object') await storage.download(entry, join(toFolder, entry.key.slice('small/'.length)))
  })
}

async function putSmall(storage: S3Storage, fromFolder: string): Promise<void> {
  await eightAtATime(smallNames(), (name) => storage.upload(join(fromFolder, name), `put/ours/${name}`))
}

function smallNames(): string[] {
  return Array.from({ length: SMALL_FILES }, (_, n) => `${n}.pdf`)
}

async function eightAtATime<T>(
  items: readonly T[] | AsyncGenerator<T>,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const queue = Array.isArray(items) ? items.values() : items
  const workers = Array.from({ length: 8 }, async () => {
    for await (const item of queue) await work(item)
  })
  await Promise.all(workers)
}

function missing({ name, program }: S3Peer): BenchRow {
  const none = { ours: Number.NaN, bare: Number.NaN, ratio: Number.NaN }
  return { name: `S3 beside ${name}`, ...none, target: `no ${program}`, ok: process.env.REQUIRE_SERVICES !== '1' }
}

function toTimeRow(name: string, { ours, best, name: peer }: Times, most: number): BenchRow {
  return atMost(`${name}, ${peer}`, most, { ours, bare: best })
}

function toRateRow(name: string, { ours, best, name: peer }: Times, least: number): BenchRow {
  return atLeast(`${name}, ${peer}`, least, { ours: SMALL_FILES / ours, bare: SMALL_FILES / best })
}

if (process.argv[1] === import.meta.filename) console.table(await benchTransfers())
