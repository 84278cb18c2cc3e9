import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { missingService, sharedRgw, startSshd, whyNoOpenSsh, whyNoSharedRgw } from '@rittdoc-batch/test-services'
import { expect, onTestFinished, test } from 'vitest'
import { rittdocBatch, tempDir } from './support/run-command.ts'

// What plan shows on a server is what a run would do there, line by line.

const noRgw = await whyNoSharedRgw()
if (noRgw !== undefined) missingService('Ceph RGW', noRgw)
const noSsh = await whyNoOpenSsh()
if (noSsh !== undefined) missingService('OpenSSH', noSsh)

const BOOKS: Readonly<Record<string, string>> = {
  'Acme/book.epub': 'x',
  'Acme/book.pdf': 'x',
  'Acme/2026/Über.epub3': 'x',
  'Acme/notes.txt': 'x',
  'Acme/empty.pdf': '',
  'Acme/half.pdf.part': 'x',
  'Acme/Output XML/old.pdf': 'x',
  'Zenith/book.pdf': 'x',
  'stray.pdf': 'x',
}

const PLANNED = [
  'convert    sftp/Acme/2026/Über.epub3 -> sftp/Acme/Output XML/2026/Über.zip (new)',
  'convert    sftp/Acme/book.epub -> sftp/Acme/Output XML/book.zip (new)',
  'convert    sftp/Acme/book.pdf -> sftp/Acme/Output XML/book.pdf.zip (new, because sftp/Acme/Output XML/book.zip belongs to another file)',
  'convert    sftp/Zenith/book.pdf -> sftp/Zenith/Output XML/book.zip (new)',
  'pass over  sftp/Acme/empty.pdf (empty)',
  'pass over  sftp/Acme/half.pdf.part (temporary_name)',
  'pass over  sftp/Acme/notes.txt (unsupported_format)',
  'pass over  sftp/stray.pdf (no_publisher)',
]

test.skipIf(noRgw !== undefined)(
  'on S3 it shows output keys, collisions and what is passed over, and changes nothing',
  async () => {
    const { endpoint, ...credentials } = await sharedRgw()
    const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true })
    onTestFinished(() => client.destroy())
    const Bucket = `plan-${process.pid}-${Date.now()}`
    await client.send(new CreateBucketCommand({ Bucket }))
    for (const [key, content] of Object.entries(BOOKS)) {
      await client.send(new PutObjectCommand({ Bucket, Key: `sftp/${key}`, Body: Buffer.from(content) }))
    }
    const keys = { access_key_id: credentials.accessKeyId, secret_access_key: credentials.secretAccessKey }
    const cwd = await configured({ s3: { enabled: true, bucket_name: Bucket, endpoint_url: endpoint, ...keys } })
    const { code, stdout } = await rittdocBatch(cwd, 'plan')
    const lines = stdout.trimEnd().split('\n')
    expect(lines.pop()).toBe('4 to convert, 0 up to date, 4 passed over, 0 not listed')
    expect(lines.sort()).toEqual(PLANNED)
    expect(code).toBe(0)
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }))
    expect(Contents).toHaveLength(Object.keys(BOOKS).length)
    expect((await rittdocBatch(cwd, 'list')).stdout).toBe('No files.\n')
  },
)

test.skipIf(noSsh !== undefined)(
  'over SFTP it does too, and a folder that cannot be read is told with exit code 4',
  async () => {
    const sshd = await startSshd()
    onTestFinished(() => sshd.stop())
    const tree = join(sshd.uploads, 'sftp')
    for (const [key, content] of Object.entries(BOOKS)) {
      await mkdir(dirname(join(tree, key)), { recursive: true })
      await writeFile(join(tree, key), content)
    }
    await mkdir(join(tree, 'Closed'), { mode: 0o700 })
    const before = await readdir(sshd.uploads, { recursive: true })
    const { host, port, username, password } = sshd
    const login = { host, port, username, password, known_hosts: 'known_hosts' }
    const cwd = await configured({ sftp: { enabled: true, ...login, input_prefix: 'upload/sftp' } })
    await writeFile(join(cwd, 'known_hosts'), sshd.knownHosts)
    const { code, stdout } = await rittdocBatch(cwd, 'plan', '--json')
    const entries = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(entries.pop()).toEqual({ action: 'summary', convert: 4, pass_over: 4, fail: 1, unchanged: 0 })
    expect(entries.find(({ action }) => action === 'fail')).toMatchObject({
      ...{ publisher: 'Closed', error: expect.stringContaining('the rights of this user do not allow it') },
    })
    const pairs = entries.flatMap(({ file, wanted }) => (file ? [[file.key, file.outputKey, wanted]] : []))
    expect(pairs.sort()).toEqual([
      ['upload/sftp/Acme/2026/Über.epub3', 'upload/sftp/Acme/Output XML/2026/Über.zip', undefined],
      ['upload/sftp/Acme/book.epub', 'upload/sftp/Acme/Output XML/book.zip', undefined],
      ['upload/sftp/Acme/book.pdf', 'upload/sftp/Acme/Output XML/book.pdf.zip', 'upload/sftp/Acme/Output XML/book.zip'],
      ['upload/sftp/Zenith/book.pdf', 'upload/sftp/Zenith/Output XML/book.zip', undefined],
    ])
    expect(code).toBe(4)
    expect(await readdir(sshd.uploads, { recursive: true })).toEqual(before)
  },
)

async function configured(config: object): Promise<string> {
  const cwd = await tempDir()
  await writeFile(join(cwd, 'config.yaml'), JSON.stringify({ mode: 'automated', ...config }))
  return cwd
}
