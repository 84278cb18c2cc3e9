import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { S3Storage, type S3StorageOptions } from '@rittdoc-batch/storage-s3'
import { freePort, startFaultProxy } from '@rittdoc-batch/test-services'
import { describeStorage } from '@rittdoc-batch/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { skipped, useBucket } from './support/rgw.ts'

const closedPort = await freePort()

describe.skipIf(skipped !== undefined)('on Ceph RGW', () => {
  const place = useBucket()

  describeStorage({
    runner: { describe, test },
    name: 'S3Storage',
    async create() {
      const { client, bucket: Bucket, options } = place
      return {
        storage: new S3Storage(options),
        prefix: `${randomUUID()}/`,
        async put(key, bytes) {
          await client.send(new PutObjectCommand({ Bucket, Key: key, Body: bytes }))
        },
        async makeFolder(key) {
          await client.send(new PutObjectCommand({ Bucket, Key: key, Body: Buffer.alloc(0) }))
        },
        async leaveLeftover(key) {
          const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: key }))
          await client.send(new UploadPartCommand({ Bucket, Key: key, UploadId, PartNumber: 1, Body: 'half' }))
        },
        unreachable: () => new S3Storage({ ...options, endpoint: `http://127.0.0.1:${closedPort}` }),
        secrets: [place.rgw.secretAccessKey],
        largeSizeBytes: 17 * 1024 * 1024,
      }
    },
  })

  /** A storage that is closed when the test has ended. */
  function storageOf(more: Partial<S3StorageOptions> = {}): S3Storage {
    const storage = new S3Storage({ ...place.options, ...more })
    onTestFinished(() => storage.close())
    return storage
  }

  /** A folder for local files, removed when the test has ended. */
  async function localFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 's3-test-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    return folder
  }

  async function localFile(bytes: Buffer): Promise<string> {
    const path = join(await localFolder(), 'file')
    await writeFile(path, bytes)
    return path
  }

  test('keys are kept byte for byte', async () => {
    const storage = storageOf()
    const prefix = `${randomUUID()}/`
    const names = ['a b', 'a+b', '100%', '%2F', 'é', 'e\u0301', '出版社', 'a//b', '~x', 'o\'n"e', 'x'.repeat(1024 - 37)]
    const file = await localFile(Buffer.from('content'))
    for (const name of names) await storage.upload(file, prefix + name)
    const listed = await Array.fromAsync(storage.list(prefix, { recursive: true }))
    const inByteOrder = (keys: string[]) => keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect(listed.map(({ key }) => key)).toEqual(inByteOrder(names.map((name) => prefix + name)))
    for (const name of names) expect((await storage.stat(prefix + name))?.key).toBe(prefix + name)
  })

  test('a listing goes on over pages, and does not enter folders', async () => {
    const { client, bucket: Bucket } = place
    const prefix = `${randomUUID()}/`
    const keys = Array.from({ length: 2_100 }, (_, i) => `${prefix}${String(i).padStart(5, '0')}.pdf`)
    for (let i = 0; i < keys.length; i += 50) {
      const some = keys.slice(i, i + 50)
      await Promise.all(some.map((Key) => client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))))
    }
    await client.send(new PutObjectCommand({ Bucket, Key: `${prefix}Output XML/a.zip`, Body: 'x' }))
    const listed = await Array.fromAsync(storageOf().list(prefix))
    expect(listed.filter(({ kind }) => kind === 'object').map(({ key }) => key)).toEqual(keys)
    expect(listed.filter(({ kind }) => kind === 'prefix').map(({ key }) => key)).toEqual([`${prefix}Output XML/`])
  }, 60_000)

  test('a large object goes up in parts and comes back the same, with its media type', async () => {
    const { client, bucket: Bucket } = place
    const bytes = randomBytes(21 * 1024 * 1024 + 17)
    const key = `${randomUUID()}/large.zip`
    const stored = await storageOf().upload(await localFile(bytes), key)
    expect(stored).toMatchObject({ key, sizeBytes: bytes.length, version: expect.stringMatching(/^"[0-9a-f]{32}-2"$/) })
    expect(await client.send(new HeadObjectCommand({ Bucket, Key: key }))).toMatchObject({
      ContentType: 'application/zip',
    })
    const target = join(await localFolder(), 'copy')
    await storageOf().download(stored, target)
    expect((await readFile(target)).equals(bytes)).toBe(true)
  })

  test('an upload that is aborted leaves neither an object nor parts', async () => {
    const { client, bucket: Bucket } = place
    const key = `${randomUUID()}/x.zip`
    const controller = new AbortController()
    const upload = storageOf().upload(await localFile(randomBytes(40 * 1024 * 1024)), key, {
      signal: controller.signal,
    })
    setImmediate(() => controller.abort())
    await expect(upload).rejects.toMatchObject({ code: 'aborted' })
    expect(await storageOf().stat(key)).toBe(undefined)
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: key }))
    expect(Uploads).toEqual([])
  })

  test.each([
    [
      'a wrong secret',
      { credentials: { accessKeyId: 'test', secretAccessKey: 'wrong-secret' } },
      'denied',
      /secret_access_key/,
    ],
    ['an unknown key', { credentials: { accessKeyId: 'nobody', secretAccessKey: 'wrong' } }, 'denied', /access_key_id/],
    ['a bucket that is not there', { bucket: 'no-such-bucket' }, 'not_found', /no such bucket/],
    ['a closed port', { endpoint: `http://127.0.0.1:${closedPort}` }, 'unavailable', /ECONNREFUSED/],
  ])('%s is told in one sentence with what to do', async (_, more, code, message) => {
    const storage = storageOf(more)
    const error = await storage.open().catch((error: unknown) => error)
    expect(error).toMatchObject({ code, message: expect.stringMatching(message), context: { storage: storage.id } })
    expect(String(error)).not.toContain(place.rgw.secretAccessKey)
  })

  test('a missing object in a missing bucket is an error, not nothing', async () => {
    await expect(storageOf({ bucket: 'no-such-bucket' }).stat('a')).rejects.toMatchObject({ code: 'not_found' })
  })

  test('a download whose connections are cut again and again goes on where it stopped', async () => {
    const bytes = randomBytes(20 * 1024 * 1024)
    const key = `${randomUUID()}/cut.pdf`
    const stored = await storageOf().upload(await localFile(bytes), key)
    const { port } = new URL(place.rgw.endpoint)
    const proxy = await startFaultProxy({ host: '127.0.0.1', port: Number(port) })
    onTestFinished(() => proxy.close())
    const endpoint = `http://127.0.0.1:${proxy.port}`
    await proxy.set({ kind: 'cut', direction: 'toClient', afterBytes: 3_000_000 })
    const target = join(await localFolder(), 'copy')
    await storageOf({ endpoint }).download(stored, target)
    expect((await readFile(target)).equals(bytes)).toBe(true)
  })

  test('a service that stops answering in mid-transfer is a timeout, and nothing is left', async () => {
    const key = `${randomUUID()}/stall.pdf`
    const stored = await storageOf().upload(await localFile(randomBytes(12 * 1024 * 1024)), key)
    const { port } = new URL(place.rgw.endpoint)
    const proxy = await startFaultProxy({ host: '127.0.0.1', port: Number(port) })
    onTestFinished(() => proxy.close())
    await proxy.set({ kind: 'stall', direction: 'toClient', afterBytes: 500_000 })
    const folder = await localFolder()
    const storage = storageOf({ endpoint: `http://127.0.0.1:${proxy.port}`, idleTimeoutMs: 300 })
    await expect(storage.download(stored, join(folder, 'copy'))).rejects.toMatchObject({ code: 'timeout' })
    expect(await readdir(folder)).toEqual([])
  })

  test('an upload in parts whose connections are reset leaves the old object, and no parts', async () => {
    const { client, bucket: Bucket } = place
    const key = `${randomUUID()}/lost.zip`
    const old = await storageOf().upload(await localFile(Buffer.from('old')), key)
    const proxy = await startFaultProxy({ port: Number(new URL(place.rgw.endpoint).port) })
    onTestFinished(() => proxy.close())
    await proxy.set({ kind: 'reset', direction: 'toServer', afterBytes: 3 * 1024 * 1024 })
    const storage = storageOf({ endpoint: `http://127.0.0.1:${proxy.port}` })
    const upload = storage.upload(await localFile(randomBytes(20 * 1024 * 1024)), key)
    await expect(upload).rejects.toMatchObject({ code: 'unavailable' })
    expect(await storageOf().stat(key)).toEqual(old)
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: key }))
    expect(Uploads).toEqual([])
  })
})
