import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { missingService, type S3Service, sharedRgw, whyNoSharedRgw } from '@rittdoc-batch/test-services'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rittdocBatch, startRittdocBatch, tempDir } from './support/run-command.ts'
import { writeSmallEpub } from './support/small-epub.ts'

// The documented automated mode, on S3, with the documented configuration files, on a real S3 server.

const why = await whyNoSharedRgw()
const skipped = why === undefined ? undefined : missingService('Ceph RGW', why)

describe.skipIf(skipped !== undefined)('on S3', () => {
  let service: S3Service
  let client: S3Client
  beforeAll(async () => {
    service = await sharedRgw()
    const { endpoint, accessKeyId, secretAccessKey } = service
    client = new S3Client({
      endpoint,
      credentials: { accessKeyId, secretAccessKey },
      region: 'us-east-1',
      forcePathStyle: true,
    })
  }, 180_000)
  afterAll(() => client.destroy())

  /** A bucket of the test's own with two books, and a folder whose config.yaml is a documented example for it. */
  async function makeWorld(example: string, change: (text: string) => string = (text) => text) {
    const cwd = await tempDir()
    const bucket = `cli-${process.pid}-${Date.now()}-${Math.random().toString(36).slice(2, 8)}`
    await client.send(new CreateBucketCommand({ Bucket: bucket }))
    await writeSmallEpub(join(cwd, 'book.epub'))
    const Body = await readFile(join(cwd, 'book.epub'))
    for (const Key of ['sftp/PublisherA/book1.epub', 'sftp/PublisherB/Über + 100 %.epub'])
      await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }))
    const text = await readFile(new URL(`../../../${example}`, import.meta.url), 'utf8')
    await writeFile(join(cwd, 'config.yaml'), change(pointedAt(text, bucket, cwd)))
    const keys = async () => {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }))
      return Contents.map(({ Key }) => Key)
    }
    return { cwd, bucket, keys }
  }

  /** The example as a user fills it in: bucket, service, keys, and places that may be written here. */
  function pointedAt(text: string, bucket: string, cwd: string): string {
    return text
      .replace(/bucket_name: .*/, `bucket_name: ${bucket}\n  endpoint_url: ${service.endpoint}`)
      .replace(/\n {2}endpoint_url: "".*/, '')
      .replace(/\n {2}(access_key_id|secret_access_key): "".*/g, '')
      .replace(
        /\ns3:\n/,
        `\ns3:\n  access_key_id: ${service.accessKeyId}\n  secret_access_key: ${service.secretAccessKey}\n`,
      )
      .replace('/var/log/rittdoc/', `${cwd}/logs/`)
      .replace('/var/lib/rittdoc/', `${cwd}/data/`)
  }

  const PACKAGES = ['sftp/PublisherA/Output XML/book1.zip', 'sftp/PublisherB/Output XML/Über + 100 %.zip']

  test('config.yaml.example: --run-once converts every book beside its input, once', async () => {
    const { cwd, keys } = await makeWorld('config.yaml.example')
    const run = ['--mode', 'automated', '--config', 'config.yaml', '--run-once']
    const { code, stdout } = await rittdocBatch(cwd, ...run)
    expect(stdout).toMatch(/2 completed, 0 failed/)
    expect(code).toBe(0)
    expect(await keys()).toEqual(expect.arrayContaining(PACKAGES))
    expect((await rittdocBatch(cwd, ...run)).stdout).toMatch(/0 completed, 0 failed/)
    expect((await rittdocBatch(cwd, 'plan')).stdout).toMatch(/0 to convert, 2 up to date, 0 passed over/)
    const log = await readFile(join(cwd, 'logs/rittdoc.log'), 'utf8')
    expect(log).not.toContain(service.secretAccessKey)
  })

  test('config.production.yaml.example: --schedule begins with a run, and ends on a signal', async () => {
    const { cwd, keys } = await makeWorld('config.production.yaml.example')
    const scheduled = startRittdocBatch(cwd, '--mode', 'automated', '--config', 'config.yaml', '--schedule')
    await scheduled.says(/"completed":2,.*"msg":"run finished"/)
    scheduled.kill('SIGTERM')
    expect((await scheduled.ended).code).toBe(0)
    expect(await keys()).toEqual(expect.arrayContaining(PACKAGES))
  })

  test.each([
    [
      'a wrong secret',
      (text: string) => text.replace(/secret_access_key: .*/, 'secret_access_key: wrong'),
      /Correct secret_access_key/,
    ],
    [
      'a bucket that is not there',
      (text: string) => text.replace(/bucket_name: .*/, 'bucket_name: no-such-bucket'),
      /no such bucket/,
    ],
    [
      'a closed port',
      (text: string) => text.replace(/endpoint_url: .*/, 'endpoint_url: http://127.0.0.1:1'),
      /ECONNREFUSED/,
    ],
  ])('%s is told and exit code 4', async (_, change, reason) => {
    const { cwd } = await makeWorld('config.yaml.example', change)
    const { code, stdout, stderr } = await rittdocBatch(cwd, 'run')
    expect(stdout + stderr).toMatch(reason)
    expect(code).toBe(4)
  })
})
