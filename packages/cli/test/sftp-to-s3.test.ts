import { chown, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  missingService,
  type Sshd,
  sharedRgw,
  startSshd,
  whyNoOpenSsh,
  whyNoSharedRgw,
} from '@rittdoc-batch/test-services'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeBucket } from './support/bucket.ts'
import { rittdocBatch, tempDir } from './support/run-command.ts'
import { writeSmallEpub } from './support/small-epub.ts'

const [noSsh, noS3] = [await whyNoOpenSsh(), await whyNoSharedRgw()]
const skipped = [noSsh && missingService('OpenSSH', noSsh), noS3 && missingService('Ceph RGW', noS3)].find(Boolean)

describe.skipIf(skipped !== undefined)('books in over SFTP, packages out to S3', () => {
  let sshd: Sshd
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())

  /** Two books on the server, an empty bucket, and a configuration with these sections. */
  async function makeWorld(name: string, s3More: object, sftpMore: object) {
    const cwd = await tempDir()
    const tree = join(sshd.uploads, name)
    const { uid, gid } = await stat(sshd.uploads)
    for (const folder of [tree, join(tree, 'Acme'), join(tree, 'Bücher')]) {
      await mkdir(folder)
      await chown(folder, uid, gid)
    }
    for (const book of ['Acme/one.epub', 'Bücher/zwei drei.epub']) await writeSmallEpub(join(tree, book))
    await writeFile(join(cwd, 'known_hosts'), sshd.knownHosts)
    const { port, username, password } = sshd
    const bucket = await makeBucket(await sharedRgw())
    const sftp = { host: '127.0.0.1', port, username, password, known_hosts: 'known_hosts', ...sftpMore }
    const write = (s3: object) =>
      writeFile(
        join(cwd, 'config.yaml'),
        `mode: automated
sftp: ${JSON.stringify(sftp)}
s3: ${JSON.stringify(s3)}
output: { storage: s3, prefix: packages }
processing: { min_age_seconds: 0, max_retries: 0 }
`,
      )
    const s3 = { ...bucket.section, ...s3More }
    await write(s3)
    return { cwd, tree, bucket, s3, write }
  }

  const PACKAGES = ['packages/Acme/Output XML/one.zip', 'packages/Bücher/Output XML/zwei drei.zip']

  test.each([
    ['the section sftp enabled', {}, { enabled: true, input_prefix: '/upload/sftp-on' }, 'sftp-on'],
    ['s3.use_sftp', { enabled: true, use_sftp: true, input_prefix: 'upload/use-sftp' }, {}, 'use-sftp'],
  ])(
    'with %s: every package lies in the bucket, nothing beside the books, and the next run is idle',
    async (...row) => {
      const [, s3More, sftpMore, name] = row
      const { cwd, tree, bucket } = await makeWorld(name, s3More, sftpMore)
      const first = await rittdocBatch(cwd, '--mode', 'automated', '--config', 'config.yaml', '--run-once')
      expect(first.stdout).toMatch(/2 completed, 0 failed/)
      expect(first.code).toBe(0)
      expect(await bucket.keys()).toEqual(PACKAGES)
      expect(await readdir(join(tree, 'Acme'))).toEqual(['one.epub'])
      const second = await rittdocBatch(cwd, '--run-once')
      expect(second.stdout).toMatch(/0 completed, 0 failed/)
      expect(second.code).toBe(0)
    },
    180_000,
  )

  test('a bucket that is not there is exit code 4, costs no book an attempt, and the next run makes up for it', async () => {
    const sftp = { enabled: true, input_prefix: '/upload/no-bucket' }
    const { cwd, bucket, s3, write } = await makeWorld('no-bucket', {}, sftp)
    await write({ ...s3, bucket_name: 'no-such-bucket' })
    const { code, stdout, stderr } = await rittdocBatch(cwd, 'run')
    expect(stdout + stderr).toMatch(/there is no such bucket/)
    expect(code).toBe(4)
    await write(s3)
    expect((await rittdocBatch(cwd, 'run')).code).toBe(0)
    expect(await bucket.keys()).toEqual(PACKAGES)
  }, 180_000)

  test('a book that cannot work is exit code 3, and the others are there', async () => {
    const sftp = { enabled: true, input_prefix: '/upload/broken' }
    const { cwd, tree, bucket } = await makeWorld('broken', {}, sftp)
    await writeFile(join(tree, 'Acme/broken.epub'), 'no zip at all')
    const { code, stdout } = await rittdocBatch(cwd, 'run')
    expect(stdout).toMatch(/2 completed, 1 failed/)
    expect(code).toBe(3)
    expect(await bucket.keys()).toEqual(PACKAGES)
  }, 180_000)
})
