import { randomBytes, randomUUID } from 'node:crypto'
import { readdir, readFile, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import type { StoredObject } from '@rittdoc-batch/core'
import { S3Storage } from '@rittdoc-batch/storage-s3'
import { startFaultProxy } from '@rittdoc-batch/test-services'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { readRange } from '../src/read-range.ts'
import { makeClient, toSettings } from '../src/settings.ts'
import { type Answered, type ChangeAnswer, startHttpRelay } from './support/http-relay.ts'
import { localFile, localFolder } from './support/local-files.ts'
import { skipped, useBucket } from './support/rgw.ts'

describe.skipIf(skipped !== undefined)('a download from Ceph RGW', () => {
  const place = useBucket()

  function storageAt(endpoint: string): S3Storage {
    const storage = new S3Storage({ ...place.options, endpoint })
    onTestFinished(() => storage.close())
    return storage
  }

  /** A book of these bytes, and a storage whose every answer to a download may be changed. */
  async function makeBook(bytes: Buffer, changeGet: (answered: Answered, count: number) => ReturnType<ChangeAnswer>) {
    let count = 0
    const relay = await startHttpRelay(place.rgw.endpoint, (answered, { method }) =>
      method === 'GET' ? changeGet(answered, ++count) : answered,
    )
    const storage = storageAt(relay.endpoint)
    const book = await storage.upload(await localFile(bytes), `${randomUUID()}/book.pdf`)
    const folder = await localFolder()
    const download = () => storage.download(book, join(folder, 'book.pdf'))
    return { relay, storage, book, download, left: () => readdir(folder), copy: join(folder, 'book.pdf') }
  }

  test('gives back the memory of what is written', async () => {
    const bytes = randomBytes(4_000_000)
    const from = await storageAt(place.rgw.endpoint).upload(await localFile(bytes), `${randomUUID()}/book.pdf`)
    const client = makeClient(place.options)
    onTestFinished(() => client.destroy())
    const [copy, seen] = [Buffer.alloc(bytes.length), new Set<ArrayBufferLike>()]
    const write = async (chunks: Buffer[], position: number) => {
      Buffer.concat(chunks).copy(copy, position)
      for (const { buffer } of chunks) seen.add(buffer)
    }
    const context = { client, settings: toSettings(place.options), signal: undefined }
    await readRange(context, { from, range: { start: 0, length: bytes.length }, write })
    expect(copy.equals(bytes)).toBe(true)
    const isFreed = (buffer: ArrayBufferLike) => buffer instanceof ArrayBuffer && buffer.detached
    expect([...seen].filter(isFreed).length).toBeGreaterThan(seen.size / 2)
  })

  test('leaves bytes alone that the client of a user holds', async () => {
    const held = Buffer.from(new ArrayBuffer(50_000)).fill('book')
    const response = { statusCode: 200, headers: { 'content-length': '50000' }, body: Readable.from([held]) }
    const client = new S3Client({
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      requestHandler: { handle: async () => ({ response }) } as unknown as NonNullable<
        S3ClientConfig['requestHandler']
      >,
    })
    const storage = new S3Storage({ ...place.options, client })
    onTestFinished(() => storage.close())
    const copy = join(await localFolder(), 'book.pdf')
    await storage.download({ key: 'book.pdf', version: 'v', sizeBytes: held.length }, copy)
    expect(held.length).toBe(50_000)
    expect((await readFile(copy)).equals(held)).toBe(true)
  })

  test('grows in a file that only its owner can read, beside the place that it is for', async () => {
    const bytes = randomBytes(3_000_000)
    const book = await storageAt(place.rgw.endpoint).upload(await localFile(bytes), `${randomUUID()}/book.pdf`)
    const proxy = await startFaultProxy({ port: Number(new URL(place.rgw.endpoint).port) })
    onTestFinished(() => proxy.close())
    await proxy.set({ kind: 'throttle', bytesPerSecond: 2_000_000 })
    const folder = await localFolder()
    const done = storageAt(`http://127.0.0.1:${proxy.port}`).download(book, join(folder, 'book.pdf'))
    const [name = ''] = await vi.waitUntil(async () => {
      const names = await readdir(folder)
      return names.length > 0 && names
    })
    expect(name).toMatch(/^\.rittdoc-.*\.part$/)
    expect(((await stat(join(folder, name))).mode & 0o777).toString(8)).toBe('600')
    await proxy.set({ kind: 'none' })
    await done
    expect(await readdir(folder)).toEqual(['book.pdf'])
  })

  test('asks for exactly the version, and after a cut from the byte that is missing', async () => {
    const bytes = randomBytes(2_000_000)
    const { relay, book, download, copy } = await makeBook(bytes, (answered, count) =>
      count === 1 ? cutAfter(answered, 1_200_000) : answered,
    )
    await download()
    expect((await readFile(copy)).equals(bytes)).toBe(true)
    const gets = relay.asked.filter(({ method }) => method === 'GET').map(({ headers }) => headers)
    expect(gets.map((headers) => headers['if-match'])).toEqual([book.version, book.version])
    expect(gets.map(({ range }) => range)).toEqual([undefined, 'bytes=1200000-1999999'])
  })

  test('never mixes two versions: replaced while it was cut, it is changed, and nothing is left', async () => {
    const { client, bucket: Bucket } = place
    const replaced = { Bucket, Body: randomBytes(2_000_000) }
    const started: { book?: StoredObject } = {}
    const { book, download, left } = await makeBook(randomBytes(2_000_000), async (answered, count) => {
      if (count > 1) return answered
      await client.send(new PutObjectCommand({ ...replaced, Key: started.book?.key }))
      return cutAfter(answered, 1_000_000)
    })
    started.book = book
    await expect(download()).rejects.toMatchObject({ code: 'changed', context: { key: book.key } })
    expect(await left()).toEqual([])
  })

  test.each([
    ['of which one byte is another', flipped],
    ['that is announced and sent shorter than it was listed', shortened],
  ])('%s is corrupt, and nothing is left', async (_, change) => {
    const { book, download, left } = await makeBook(randomBytes(500_000), change)
    await expect(download()).rejects.toMatchObject({ code: 'corrupt', context: { key: book.key } })
    expect(await left()).toEqual([])
  })

  test.each([
    ['asks to slow down', 503, 'SlowDown'],
    ['breaks', 500, 'InternalError'],
  ])('is repeated when the service %s', async (_, status, code) => {
    const bytes = randomBytes(50_000)
    const { relay, download, copy } = await makeBook(bytes, (answered, count) =>
      count > 2
        ? answered
        : { ...answered, status, headers: {}, body: Buffer.from(`<Error><Code>${code}</Code></Error>`) },
    )
    await download()
    expect((await readFile(copy)).equals(bytes)).toBe(true)
    expect(relay.asked.filter(({ method }) => method === 'GET')).toHaveLength(3)
  })

  test('is signed anew by the clock of a service that finds the request too old', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString()
    const body = Buffer.from('<Error><Code>RequestTimeTooSkewed</Code></Error>')
    const { relay, download } = await makeBook(randomBytes(50_000), (answered, count) =>
      count > 1 ? answered : { ...answered, status: 403, headers: { date }, body },
    )
    await expect(download()).rejects.toMatchObject({ code: 'denied' }) // the clock of the gateway itself is right
    const signed = relay.asked.filter(({ method }) => method === 'GET').map(({ headers }) => headers['x-amz-date'])
    expect(signed).toHaveLength(2)
    expect(toSeconds(signed[1]) - toSeconds(signed[0])).toBeGreaterThan(3_500)
  })

  test('asks four times for an object of which the service has nothing to give', async () => {
    const { relay, download, left } = await makeBook(randomBytes(50_000), (answered) => ({
      ...{ ...answered, status: 503, headers: {} },
      body: Buffer.from('<Error><Code>SlowDown</Code></Error>'),
    }))
    await expect(download()).rejects.toMatchObject({ code: 'throttled' })
    expect(relay.asked.filter(({ method }) => method === 'GET')).toHaveLength(4)
    expect(await left()).toEqual([])
  })

  test('that is cut at the same byte for ever is given up, and nothing is left', async () => {
    const { download, left } = await makeBook(randomBytes(500_000), (answered) => cutAfter(answered, 0))
    await expect(download()).rejects.toMatchObject({ code: 'unavailable' })
    expect(await left()).toEqual([])
  })

  test('two hundred aborted ones leave no socket and no file, and the next one is as good as the first', async () => {
    const bytes = randomBytes(300_000)
    const before = await openSockets()
    let abort: (() => void) | undefined
    const { storage, book, download, copy, left } = await makeBook(bytes, (answered, count) => {
      if (abort === undefined) return answered
      if (count % 2 === 0) abort() // before the first byte
      return { ...answered, body: inHalves(answered.body, abort) }
    })
    await download()
    const used = await openSockets()
    for (let i = 0; i < 200; i++) {
      const controller = new AbortController()
      abort = () => controller.abort()
      const call = storage.download(book, `${copy}-${i}`, { signal: controller.signal })
      await expect(call).rejects.toMatchObject({ code: 'aborted' })
    }
    abort = undefined
    expect(await left()).toEqual(['book.pdf'])
    await vi.waitFor(async () => expect(await openSockets()).toBeLessThanOrEqual(used + 2))
    await download()
    await storage.close()
    await vi.waitFor(async () => expect(await openSockets()).toBeLessThanOrEqual(before + 4)) // those of the relay
  }, 120_000)
})

/** Of a time as it is signed, `20261127T182522Z`. */
function toSeconds(signed: string | string[] | undefined): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(`${signed}`) ?? []
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) / 1_000
}

/** The first bytes, then an end of the connection. */
function cutAfter(answered: Answered, bytes: number) {
  return { ...answered, body: cut() }
  async function* cut() {
    yield answered.body.subarray(0, bytes)
    throw new Error('cut')
  }
}

async function* inHalves(body: Buffer, between: () => void) {
  yield body.subarray(0, body.length / 2)
  between()
  yield body.subarray(body.length / 2)
}

function flipped(answered: Answered): Answered {
  answered.body.writeUInt8(answered.body.readUInt8(1_000) ^ 1, 1_000)
  return answered
}

function shortened(answered: Answered): Answered {
  const body = answered.body.subarray(0, -1)
  return { ...answered, body, headers: { ...answered.headers, 'content-length': String(body.length) } }
}

/** Sockets that this process has open. */
async function openSockets(): Promise<number> {
  const names = await readdir('/proc/self/fd')
  const targets = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')))
  return targets.filter((target) => target.startsWith('socket:')).length
}
