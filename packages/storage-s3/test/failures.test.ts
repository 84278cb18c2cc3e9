import { randomBytes, randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import { S3Storage, type S3StorageOptions } from '@rittdoc-batch/storage-s3'
import { type FaultProxy, missingService, startFaultProxy } from '@rittdoc-batch/test-services'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { localFile, localFolder } from './support/local-files.ts'
import { neverAccepting } from './support/never-accepting.ts'
import { skipped, useBucket } from './support/rgw.ts'

function storageOf(options: S3StorageOptions): S3Storage {
  const storage = new S3Storage(options)
  onTestFinished(() => storage.close())
  return storage
}

test('a port where no connection comes about is a timeout within its deadline', async () => {
  const endpoint = `http://127.0.0.1:${await neverAccepting()}`
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const storage = storageOf({ bucket: 'books', endpoint, credentials, callTimeoutMs: 500 })
  const started = performance.now()
  await expect(storage.open()).rejects.toMatchObject({ code: 'timeout' })
  expect(performance.now() - started).toBeLessThan(5_000)
})

describe.skipIf(skipped !== undefined)('on Ceph RGW', () => {
  const place = useBucket()

  test('a bucket of somebody else is denied, with what to do', async ({ skip }) => {
    const { other } = place.rgw
    if (other === undefined) skip(missingService('A second user', 'the environment names none'))
    const storage = storageOf({ ...place.options, ...(other && { credentials: other }) })
    const denied = {
      code: 'denied',
      message: expect.stringMatching(/^Could not .* no right to do this\. Allow it in the policy/),
    }
    await expect(storage.open()).rejects.toMatchObject(denied)
    await expect(storage.stat('book.pdf')).rejects.toMatchObject(denied)
    await expect(Array.fromAsync(storage.list('books/'))).rejects.toMatchObject(denied)
    await expect(storage.upload(await localFile('x'), 'book.zip')).rejects.toMatchObject(denied)
  })

  /** A line to the service through which bytes crawl, so that something is always under way. */
  async function slowLine(): Promise<{ line: FaultProxy; storage: S3Storage }> {
    const line = await startFaultProxy({ port: Number(new URL(place.rgw.endpoint).port) })
    onTestFinished(() => line.close())
    await line.set({ kind: 'throttle', bytesPerSecond: 1_000_000 })
    return { line, storage: storageOf({ ...place.options, endpoint: `http://127.0.0.1:${line.port}` }) }
  }

  test('a service that dies in the middle of a download is unavailable within seconds, and nothing is left', async () => {
    const book = await storageOf(place.options).upload(await localFile(randomBytes(8_000_000)), `${randomUUID()}.pdf`)
    const { line, storage } = await slowLine()
    const folder = await localFolder()
    const call = storage.download(book, join(folder, 'book.pdf'))
    call.catch(() => {}) // it is looked at below
    await vi.waitUntil(async () => line.connections > 0 && (await readdir(folder)).length > 0)
    await line.close()
    const started = performance.now()
    await expect(call).rejects.toMatchObject({ code: 'unavailable', message: expect.stringMatching(/connection/) })
    expect(performance.now() - started).toBeLessThan(15_000)
    expect(await readdir(folder)).toEqual([])
  })

  test.each([
    ['one request', 4_000_000],
    ['parts', 20_000_000],
  ])(
    'a service that dies in the middle of an upload in %s is unavailable, and the old object stands',
    async (_, bytes) => {
      const { client, bucket: Bucket } = place
      const key = `${randomUUID()}/book.zip`
      const old = await storageOf(place.options).upload(await localFile('old'), key)
      const { line, storage } = await slowLine()
      const call = storage.upload(await localFile(randomBytes(bytes)), key)
      call.catch(() => {}) // it is looked at below
      await vi.waitUntil(() => line.connections > 0)
      await line.close()
      await expect(call).rejects.toMatchObject({ code: 'unavailable' })
      expect(await storageOf(place.options).stat(key)).toEqual(old)
      await storageOf(place.options).sweep(key) // what it could not abort any more
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: key }))
      expect(Uploads).toEqual([])
    },
  )
})
