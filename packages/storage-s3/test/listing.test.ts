import { randomUUID } from 'node:crypto'
import { PutBucketAclCommand, PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { BatchProcessor, type Converter } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import { S3Storage, type S3StorageOptions } from '@rittdoc-batch/storage-s3'
import { fillBucket } from '@rittdoc-batch/test-services'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Asked, type ChangeAnswer, startHttpRelay } from './support/http-relay.ts'
import { localFile, localFolder } from './support/local-files.ts'
import { skipped, useBucket } from './support/rgw.ts'

describe.skipIf(skipped !== undefined)('a listing on Ceph RGW', () => {
  const place = useBucket()

  /** A storage whose requests are kept. It is closed when the test has ended. */
  async function watchedStorage(change?: ChangeAnswer, more: Partial<S3StorageOptions> = {}) {
    const relay = await startHttpRelay(place.rgw.endpoint, change)
    const storage = new S3Storage({ ...place.options, endpoint: relay.endpoint, ...more })
    onTestFinished(() => storage.close())
    return { storage, asked: relay.asked }
  }

  async function put(prefix: string, names: readonly string[], Body = Buffer.from('x')): Promise<void> {
    const { client, bucket: Bucket } = place
    const queue = names.values()
    const work = async () => {
      for (const name of queue) await client.send(new PutObjectCommand({ Bucket, Key: prefix + name, Body }))
    }
    await Promise.all(Array.from({ length: 16 }, work))
  }

  describe('of 2,100 books beside 1,200 packages', () => {
    const prefix = `${randomUUID()}/`
    const numbered = (count: number, ending: string) =>
      Array.from({ length: count }, (_, i) => `${String(i).padStart(5, '0')}${ending}`)
    beforeAll(async () => {
      await place.client.send(new PutBucketAclCommand({ Bucket: place.bucket, ACL: 'public-read-write' }))
      const keys = [...numbered(2_100, '.pdf'), ...numbered(1_200, '.zip').map((name) => `Output XML/${name}`)]
      await fillBucket(
        `${place.rgw.endpoint}/${place.bucket}`,
        keys.map((key) => `${prefix}Acme/${key}`),
      )
    }, 120_000)

    test('asks for 1,000 keys a call, addresses the bucket by path, and asks for nothing else', async () => {
      const { storage, asked } = await watchedStorage()
      const entries = await Array.fromAsync(storage.list(`${prefix}Acme/`))
      expect(entries).toHaveLength(2_101)
      expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(3).fill(`GET /${place.bucket}/`))
      expect(asked.map(({ query }) => query.get('max-keys'))).toEqual(['1000', '1000', '1000'])
    })

    test('is one page ahead of its reader, and asks for no more once nobody reads on', async () => {
      const { storage, asked } = await watchedStorage()
      let read = 0
      for await (const _ of storage.list(`${prefix}Acme/`)) {
        read++
        expect(asked.length).toBeLessThanOrEqual(read <= 1_000 ? 2 : 3)
        if (read === 1) await vi.waitFor(() => expect(asked).toHaveLength(2))
        if (read === 1_000) break
      }
      expect(asked).toHaveLength(2)
    })

    test('a scan never walks into Output XML, and costs one call per 1,000 keys and no HEAD', async () => {
      const { storage, asked } = await watchedStorage()
      const processor = new BatchProcessor({
        ...{ storage, converter: NOTHING, inputPrefix: prefix },
        registry: new FileRegistry({ path: `${await localFolder()}/registry.db` }),
      })
      onTestFinished(() => processor.close())
      expect(await processor.discoverFiles()).toMatchObject({ publishers: 1, added: 2_100, errors: [] })
      expect(asked.map(({ query }) => query.get('prefix'))).toEqual([
        '', // looks whether the bucket is there
        prefix,
        ...Array(3).fill(`${prefix}Acme/`),
      ])
      expect(asked.every(({ method }) => method === 'GET')).toBe(true)
    })
  })

  test('objects without bytes and archived ones are passed over with the reason, and markers of folders are none', async () => {
    const prefix = `${randomUUID()}/`
    await put(`${prefix}Acme/`, ['book.pdf', 'old.pdf', 'restored.pdf'])
    await put(`${prefix}Acme/`, ['empty.pdf', 'folder/', ''], Buffer.alloc(0))
    const { storage } = await watchedStorage(archive)
    const processor = new BatchProcessor({
      ...{ storage, converter: NOTHING, inputPrefix: prefix },
      registry: new FileRegistry({ path: `${await localFolder()}/registry.db` }),
    })
    onTestFinished(() => processor.close())
    const told: object[] = []
    processor.events.on('filePassedOver', ({ key, reason, detail }) => told.push({ key, reason, detail }))
    const report = await processor.discoverFiles()
    expect(report).toMatchObject({ seen: 2, added: 2 })
    expect(report?.passedOver).toEqual({ empty: 1, unreadable: 1 })
    expect(told).toEqual(
      expect.arrayContaining([
        { key: `${prefix}Acme/empty.pdf`, reason: 'empty' },
        {
          key: `${prefix}Acme/old.pdf`,
          reason: 'unreadable',
          detail: expect.stringMatching(/archived \(GLACIER\).*restored/),
        },
      ]),
    )
  })

  test('an archived object looks the same one by one as in the listing', async () => {
    const prefix = `${randomUUID()}/`
    await put(prefix, ['book.pdf', 'old.pdf', 'restored.pdf'])
    const { storage } = await watchedStorage(archive)
    for await (const entry of storage.list(prefix)) {
      const reason = entry.kind === 'object' ? entry.unreadable : 'no object'
      expect((await storage.stat(entry.key))?.unreadable, entry.key).toBe(reason)
      expect(reason !== undefined, entry.key).toBe(entry.key.endsWith('old.pdf'))
    }
  })

  test.each([
    ['control characters', ['a\u0001b', 'a\u000bb', 'a\u001fb', 'a\u007fb', 'a\u0085b']],
    ['line ends', ['a\rb', 'a\nb', 'a\r\nb', ' a ', '\ta\t', 'a\u2028b']],
    ['marks of XML and URLs', ['<a>', 'a&amp;b', '\'"', ']]>', '#?&=;', 'a%00b', 'a\\b', '..', './a', 'a/../b']],
    ['forms of Unicode', ['é.pdf', 'e\u0301.pdf', '\u{1f4d5}', '\ufffd', '\ufffe', '\u202eb']],
  ])('keys with %s are listed, looked at, read and removed byte for byte', async (_, names) => {
    const prefix = `${randomUUID()}/`
    const { storage } = await watchedStorage()
    const file = await localFile('content')
    for (const name of names) await storage.upload(file, prefix + name)
    const listed = await Array.fromAsync(storage.list(prefix, { recursive: true }))
    expect(listed.map(({ key }) => key).toSorted()).toEqual(names.map((name) => prefix + name).toSorted())
    for (const [i, entry] of listed.entries()) {
      expect(await storage.stat(entry.key)).toMatchObject({ key: entry.key, sizeBytes: 7 })
      if (entry.kind === 'object') await storage.download(entry, `${await localFolder()}/copy-${i}`)
      await storage.remove(entry.key)
    }
    expect(await Array.fromAsync(storage.list(prefix, { recursive: true }))).toEqual([])
  })

  test('in a bucket that keeps versions the newest one is seen, known by its ETag', async () => {
    const { client, bucket: Bucket } = place
    const prefix = `${randomUUID()}/`
    const setStatus = (Status: 'Enabled' | 'Suspended') =>
      client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }))
    await setStatus('Enabled')
    onTestFinished(async () => void (await setStatus('Suspended')))
    const { storage } = await watchedStorage()
    const old = await storage.upload(await localFile('old'), `${prefix}book.pdf`)
    const replaced = await storage.upload(await localFile('new'), `${prefix}book.pdf`)
    expect(replaced.version).not.toBe(old.version)
    expect(await Array.fromAsync(storage.list(prefix))).toEqual([
      expect.objectContaining({ key: `${prefix}book.pdf`, version: replaced.version }),
    ])
    await expect(storage.download(old, `${await localFolder()}/copy`)).rejects.toMatchObject({ code: 'changed' })
    await storage.remove(`${prefix}book.pdf`)
    expect(await storage.stat(`${prefix}book.pdf`)).toBe(undefined)
    expect(await Array.fromAsync(storage.list(prefix))).toEqual([])
  })
})

const NOTHING: Converter = {
  id: 'nothing@1',
  produces: 'rittdoc',
  convert: () => Promise.reject(new Error('Expected nothing to be converted')),
}

/** As AWS shows it: old.pdf is archived, restored.pdf was and has been brought back. This gateway has no archive. */
const archive: ChangeAnswer = (answered, { method, path }: Asked) => {
  if (method === 'HEAD' && /(old|restored)\.pdf$/.test(path)) {
    const isBack = path.endsWith('restored.pdf')
    const restore = isBack
      ? { 'x-amz-restore': 'ongoing-request="false", expiry-date="Fri, 21 Dec 2035 00:00:00 GMT"' }
      : {}
    return { ...answered, headers: { ...answered.headers, 'x-amz-storage-class': 'GLACIER', ...restore } }
  }
  if (method !== 'GET' || !answered.body.includes('<ListBucketResult')) return answered
  const restored = '<RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress></RestoreStatus>'
  const text = String(answered.body).replaceAll(
    /<Contents>(?:(?!<\/Contents>).)*(old|restored)\.pdf<\/Key>.*?<\/Contents>/gs,
    (entry, name) =>
      entry
        .replace(/<StorageClass>.*?<\/StorageClass>/, '<StorageClass>GLACIER</StorageClass>')
        .replace('</Contents>', name === 'restored' ? `${restored}</Contents>` : '</Contents>'),
  )
  const body = Buffer.from(text)
  return { ...answered, body, headers: { ...answered.headers, 'content-length': String(body.length) } }
}
