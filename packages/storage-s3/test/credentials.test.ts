import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { S3Storage } from '@rittdoc-batch/storage-s3'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { localFolder } from './support/local-files.ts'
import { skipped, useBucket } from './support/rgw.ts'

describe.skipIf(skipped !== undefined)('keys that the options do not name', () => {
  const place = useBucket()
  beforeEach(() => {
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined)
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config')
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials')
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  })
  afterEach(() => void vi.unstubAllEnvs())

  /** Opens a storage without keys in its options, and lists. */
  async function use(): Promise<number> {
    const { bucket, endpoint } = place.options
    const storage = new S3Storage({ bucket, endpoint })
    onTestFinished(() => storage.close())
    await storage.open()
    return (await Array.fromAsync(storage.list(''))).length
  }

  test('come from the environment', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', place.rgw.accessKeyId)
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', place.rgw.secretAccessKey)
    expect(await use()).toBe(0)
  })

  test.each([
    ['default', undefined],
    ['books', 'books'],
  ])('come from the profile %s of a shared file', async (profile, chosen) => {
    const path = join(await localFolder(), 'credentials')
    const { accessKeyId, secretAccessKey } = place.rgw
    const text = `[${profile}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`
    await writeFile(path, text)
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', path)
    vi.stubEnv('AWS_PROFILE', chosen)
    expect(await use()).toBe(0)
  })

  test('come from the role of the instance', async () => {
    const asked: string[] = []
    vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', await startMetadata(asked))
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', undefined)
    expect(await use()).toBe(0)
    expect(asked).toEqual(['PUT /latest/api/token', `GET ${ROLES}`, `GET ${ROLES}reader`])
  })

  test('are wrong there too: told as any others', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', place.rgw.accessKeyId)
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'canary-secret')
    const error = await use().catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'denied', message: expect.stringMatching(/secret_access_key/) })
    expect(String(error)).not.toContain('canary-secret')
  })

  test('are nowhere: the sentence names the places', async () => {
    await expect(use()).rejects.toMatchObject({
      code: 'denied',
      message: expect.stringMatching(/no keys were found.*access_key_id.*environment.*shared file.*instance role/),
    })
  })

  const ROLES = '/latest/meta-data/iam/security-credentials/'

  /** The metadata service of an instance whose role may use the bucket. */
  async function startMetadata(asked: string[]): Promise<string> {
    const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey } = place.rgw
    const Expiration = new Date(Date.now() + 3_600_000).toISOString()
    const keys = { Code: 'Success', Type: 'AWS-HMAC', AccessKeyId, SecretAccessKey, Token: '', Expiration }
    const server = createServer(({ method, url, headers }, response) => {
      asked.push(`${method} ${url}`)
      if (method === 'PUT') response.end('token-of-the-session')
      else if (headers['x-aws-ec2-metadata-token'] !== 'token-of-the-session') response.writeHead(401).end()
      else response.end(url === ROLES ? 'reader' : JSON.stringify(keys))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
})
