import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import {
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { S3Storage, type S3StorageOptions } from '@rittdoc-batch/storage-s3'
import { KMS_KEY_ID } from '@rittdoc-batch/test-services'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { startHttpRelay } from './support/http-relay.ts'
import { localFile, localFolder } from './support/local-files.ts'
import { skipped, useBucket } from './support/rgw.ts'

describe.skipIf(skipped !== undefined)('an upload to Ceph RGW', () => {
  const place = useBucket()

  function storageOf(more: Partial<S3StorageOptions> = {}): S3Storage {
    const storage = new S3Storage({ ...place.options, ...more })
    onTestFinished(() => storage.close())
    return storage
  }

  async function headersOfPut(more: Partial<S3StorageOptions>) {
    const relay = await startHttpRelay(place.rgw.endpoint)
    const key = `${randomUUID()}/book.zip`
    const outcome = await storageOf({ ...more, endpoint: relay.endpoint })
      .upload(await localFile('content'), key)
      .catch((error: unknown) => error)
    return { outcome, headers: relay.asked.find(({ method }) => method === 'PUT')?.headers ?? {} }
  }

  test.each([
    ['book.zip', 'application/zip'],
    ['BOOK.PDF', 'application/pdf'],
    ['book.epub', 'application/epub+zip'],
    ['book.xml', 'application/xml'],
    ['book', 'application/octet-stream'],
  ])('%s is stored as %s', async (name, ContentType) => {
    const { client, bucket: Bucket } = place
    const Key = `${randomUUID()}/${name}`
    await storageOf().upload(await localFile('content'), Key)
    expect(await client.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ContentType })
  })

  test('carries an MD5 and none of the newer checksums, because services refuse those', async () => {
    const { outcome, headers } = await headersOfPut({})
    expect(outcome).toMatchObject({ sizeBytes: 7 })
    expect(headers['content-md5']).toBe('mgNkuembtIDdJeHwKEyFVQ==')
    expect(Object.keys(headers).filter((name) => /checksum|trailer/.test(name))).toEqual([])
  })

  test('carries the checksums of the SDK when it is asked to, and a service that refuses them is told clearly', async () => {
    const { outcome, headers } = await headersOfPut({ checksums: 'when_supported' })
    expect(headers['x-amz-trailer'] ?? headers['x-amz-checksum-crc32']).toMatch(/crc32|=/)
    expect(headers['content-md5']).toBe(undefined)
    expect(outcome).toMatchObject({ code: 'unsupported', message: expect.stringMatching(/checksums.*when_required/) })
  })

  test('asks for AES256 when it is told to', async () => {
    const { headers } = await headersOfPut({ serverSideEncryption: 'AES256' })
    expect(headers['x-amz-server-side-encryption']).toBe('AES256')
    expect((await headersOfPut({})).headers['x-amz-server-side-encryption']).toBe(undefined)
  })

  test('is encrypted with the key that it names, and comes back the same', async () => {
    const { client, bucket: Bucket } = place
    const key = `${randomUUID()}/book.zip`
    const storage = storageOf({ serverSideEncryption: 'aws:kms', kmsKeyId: KMS_KEY_ID })
    const stored = await storage.upload(await localFile('content'), key)
    expect(await client.send(new HeadObjectCommand({ Bucket, Key: key }))).toMatchObject({
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: KMS_KEY_ID,
    })
    const { sha256 } = await storage.download(stored, join(await localFolder(), 'copy'))
    expect(sha256).toBe('ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73')
  })

  test('encrypted with a key that the service does not know is refused with the key, and nothing is there', async () => {
    const key = `${randomUUID()}/book.zip`
    const upload = storageOf({ serverSideEncryption: 'aws:kms', kmsKeyId: 'no-such-key' }).upload(
      await localFile('x'),
      key,
    )
    await expect(upload).rejects.toMatchObject({
      code: 'denied',
      message: expect.stringMatching(/book\.zip \(encrypted: aws:kms, key no-such-key\): /),
    })
    expect(await storageOf().stat(key)).toBe(undefined)
  })

  test('of another key keeps its parts when those of one key are swept', async () => {
    const { client, bucket: Bucket } = place
    const prefix = randomUUID()
    for (const name of ['book.zip', 'book.zip~2.zip', 'other.zip'])
      await client.send(new CreateMultipartUploadCommand({ Bucket, Key: `${prefix}/${name}` }))
    expect(await storageOf().sweep(`${prefix}/book.zip`)).toBe(1)
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: prefix }))
    expect(Uploads.map(({ Key }) => Key)).toEqual([`${prefix}/book.zip~2.zip`, `${prefix}/other.zip`])
  })

  test('through a ready client leaves it open', async () => {
    const { bucket, rgw } = place
    const { endpoint } = rgw
    const more = { region: 'us-east-1', forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' } as const
    const client = new S3Client({ endpoint, credentials: rgw, ...more })
    onTestFinished(() => client.destroy())
    const storage = new S3Storage({ bucket, client, endpoint })
    await storage.open()
    await storage.upload(await localFile('content'), `${randomUUID()}/book.zip`)
    const destroy = vi.spyOn(client, 'destroy')
    await storage.close()
    await expect(storage.stat('book.zip')).rejects.toMatchObject({ code: 'unavailable' })
    expect(destroy).not.toHaveBeenCalled()
    expect((await client.send(new ListBucketsCommand({}))).Buckets).not.toEqual([])
  })
})
