import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  CreateBucketCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { missingService, type S3Service, sharedRgw, whyNoSharedRgw } from '@rittdoc-batch/test-services'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rittdocBatch, shell, tempDir } from '../support/run-command.ts'

const why = await whyNoSharedRgw()
const skipped = why === undefined ? undefined : missingService('Ceph RGW', why)

describe.skipIf(skipped !== undefined)('doctor on S3', () => {
  let service: S3Service
  let client: S3Client
  beforeAll(async () => {
    service = await sharedRgw()
    client = new S3Client({
      ...{ endpoint: service.endpoint, credentials: service },
      ...{ region: 'us-east-1', forcePathStyle: true },
    })
  }, 180_000)
  afterAll(() => client.destroy())

  /** A bucket with a book in it, and a configuration for it. `denied`: what a policy forbids there. */
  async function makeWorld({ denied, change = {} }: { denied?: string; change?: object } = {}) {
    const cwd = await tempDir()
    const bucket = `doctor-${process.pid}-${Date.now()}-${Math.random().toString(36).slice(2, 8)}`
    await client.send(new CreateBucketCommand({ Bucket: bucket }))
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'sftp/Acme/book.epub', Body: 'x' }))
    if (denied !== undefined) {
      const rule = { Effect: 'Deny', Principal: '*', Action: denied, Resource: `arn:aws:s3:::${bucket}/*` }
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [rule] })
      await client.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }))
    }
    const { endpoint: endpoint_url, accessKeyId: access_key_id, secretAccessKey: secret_access_key } = service
    const s3 = { enabled: true, bucket_name: bucket, endpoint_url, access_key_id, secret_access_key, ...change }
    await writeFile(join(cwd, 'config.yaml'), JSON.stringify({ mode: 'automated', s3 }))
    const keys = async () => {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }))
      return Contents.map(({ Key }) => Key)
    }
    return { cwd, keys }
  }

  test('a good bucket passes every check, where packages go, and nothing is left', async () => {
    const { cwd, keys } = await makeWorld()
    const { code, stdout, stderr } = await rittdocBatch(cwd, 'doctor')
    expect(stdout).not.toMatch(/WARN|FAIL/)
    expect(stdout).toMatch(/pass {2}put {13}s3\+http\S+\/sftp\/Acme\/Output XML\/\.rittdoc-doctor-\w+\.part\n/)
    expect(stdout).toMatch(/pass {2}clock {11}as on this machine/)
    expect(stdout + stderr).not.toContain(service.secretAccessKey)
    expect(code).toBe(0)
    expect(await keys()).toEqual(['sftp/Acme/book.epub'])
  })

  test.each([
    ['a wrong secret', { secret_access_key: 'wrong' }, /FAIL {2}connection .*Correct secret_access_key/],
    ['a bucket that is not there', { bucket_name: 'no-such-bucket' }, /FAIL {2}connection .*no such bucket/],
    ['a closed port', { endpoint_url: 'http://127.0.0.1:1' }, /FAIL {2}connection .*ECONNREFUSED.*Look at address/],
  ])('%s is told with its cure, exit code 4, and ends the look at the storage', async (_what, change, text) => {
    const { cwd } = await makeWorld({ change })
    const { code, stdout } = await rittdocBatch(cwd, 'doctor')
    expect(stdout).toMatch(text)
    expect(stdout).not.toMatch(/put|clock/)
    expect(code).toBe(4)
  })

  test('keys that may list and not put are told at the put, with the right that is missing', async () => {
    const { cwd } = await makeWorld({ denied: 's3:PutObject' })
    const { code, stdout } = await rittdocBatch(cwd, 'doctor')
    expect(stdout).toMatch(/pass {2}books .*\n(.*\n)?FAIL {2}put .*Allow it in the policy.*s3:PutObject/)
    expect(code).toBe(4)
  })

  test('keys that may not remove are warned of, with what was left', async () => {
    const { cwd, keys } = await makeWorld({ denied: 's3:DeleteObject' })
    const { code, stdout } = await rittdocBatch(cwd, 'doctor')
    expect(stdout).toMatch(/WARN {2}remove .*remove s3\+http\S+Output XML\/\.rittdoc-doctor-\w+\.part by hand/)
    expect(code).toBe(0)
    expect(await keys()).toHaveLength(2)
  })

  test.each([
    ['3 minutes behind', -180_000, /WARN {2}clock .*3 min ahead of the one of this machine/, 0],
    ['10 minutes ahead', 600_000, /FAIL {2}clock .*10 min behind .*Set the clock of this machine/, 4],
  ])('a clock of this machine that is %s is told', async (_what, ms, text, exit) => {
    const { cwd } = await makeWorld()
    const source = `const D=Date,now=()=>D.now()+${ms};globalThis.Date=class extends D{constructor(...a){a.length?super(...a):super(now())}static now(){return now()}}`
    await writeFile(join(cwd, 'clock.mjs'), source)
    const { code, stdout } = await shell(cwd, `NODE_OPTIONS="--import=${cwd}/clock.mjs" rittdoc-batch doctor`)
    expect(stdout).toMatch(text)
    expect(code).toBe(exit)
  })
})
