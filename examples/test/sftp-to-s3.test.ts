import { createHash } from 'node:crypto'
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { missingService, type Sshd, startSshd, whyNoOpenSsh, whyNoSharedRgw } from '@rittdoc-batch/test-services'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exampleBucket } from './support/example-bucket.ts'
import { countsIn, exampleFolder } from './support/example-folder.ts'
import { EXAMPLES, startExample } from './support/start-example.ts'

const why = (await whyNoOpenSsh()) ?? (await whyNoSharedRgw())
const skipped = why === undefined ? undefined : missingService('OpenSSH or Ceph RGW', why)

/** What `ssh-keygen -l` prints of a public key. */
const fingerprint = (key: string) => {
  const digest = createHash('sha256').update(Buffer.from(key.split(' ')[1] ?? '', 'base64'))
  return `SHA256:${digest.digest('base64').replace(/=+$/, '')}`
}

describe.skipIf(skipped !== undefined)('sftp-to-s3', { timeout: 300_000 }, () => {
  let sshd: Sshd
  beforeAll(async () => {
    sshd = await startSshd({ hostKeys: ['ed25519'] })
    await mkdir(join(sshd.uploads, 'Acme'))
    await copyFile(join(EXAMPLES, 'books/handbook.epub'), join(sshd.uploads, 'Acme/handbook.epub'))
  })
  afterAll(() => sshd?.stop())

  const login = () => ({
    ...{ SFTP_HOST: sshd.host, SFTP_PORT: String(sshd.port) },
    ...{ SFTP_USERNAME: sshd.username, SFTP_PASSWORD: sshd.password },
    MIN_AGE_SECONDS: '0',
  })

  test('publishes on S3 what lies on SFTP, and nothing twice', async () => {
    const { env, keys } = await exampleBucket()
    const registryPath = join(await exampleFolder(), 'files.db')
    const pinned = { SFTP_FINGERPRINT: fingerprint(sshd.hostKeys.ed25519), REGISTRY_PATH: registryPath }
    for (const line of ['1 completed, 0 failed', '0 completed, 0 failed']) {
      const example = startExample('sftp-to-s3.ts', { ...login(), ...env, ...pinned })
      expect(await example.ended(), example.output()).toBe(0)
      expect(example.output()).toContain(line)
    }
    expect(await keys()).toEqual(['packages/Acme/handbook.zip'])
    expect(await countsIn(registryPath)).toMatchObject({ completed: 1, processing: 0 })
  })

  test('takes nothing from a server with another host key, and shows the one it has', async () => {
    const { env, keys } = await exampleBucket()
    const other = {
      SFTP_FINGERPRINT: `SHA256:${'A'.repeat(43)}`,
      REGISTRY_PATH: join(await exampleFolder(), 'files.db'),
    }
    const example = startExample('sftp-to-s3.ts', { ...login(), ...env, ...other })
    expect(await example.ended()).toBe(1)
    expect(example.output()).toContain(fingerprint(sshd.hostKeys.ed25519))
    expect(await keys()).toEqual([])
  })
})
