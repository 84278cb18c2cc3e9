import { join } from 'node:path'
import { missingService, whyNoSharedRgw } from '@rittdoc-batch/test-services'
import { expect, test } from 'vitest'
import { exampleBucket } from './support/example-bucket.ts'
import { countsIn, exampleFolder } from './support/example-folder.ts'
import { EXAMPLES, startExample } from './support/start-example.ts'

const why = await whyNoSharedRgw()
const skipped = why === undefined ? undefined : missingService('Ceph RGW', why)
const EPUB = join(EXAMPLES, 'books/handbook.epub')
const PDF = join(EXAMPLES, 'books/handbook.pdf')

test.skipIf(skipped !== undefined)(
  's3-scheduled takes what is there, then what comes, and leaves no file in processing on SIGTERM',
  { timeout: 300_000 },
  async () => {
    const { storage, env, keys } = await exampleBucket()
    const registryPath = join(await exampleFolder(), 'files.db')
    await storage.upload(EPUB, 'sftp/Acme/first.epub')
    const example = startExample('s3-scheduled.ts', { ...env, INTERVAL_SECONDS: '1', REGISTRY_PATH: registryPath })

    await example.printed('sftp/Acme/first.epub: completed')
    expect(await keys()).toContain('sftp/Acme/Output XML/first.zip')

    await example.printed('run: 0 completed, 0 failed, 0 to be tried again, 1 seen') // a later tick: nothing to do
    await storage.upload(EPUB, 'sftp/Beta/second.epub')
    await example.printed('sftp/Beta/second.epub: completed')
    expect(await keys()).toContain('sftp/Beta/Output XML/second.zip')

    await storage.upload(PDF, 'sftp/Beta/third.pdf')
    await example.printed('sftp/Beta/third.pdf: taken')
    example.child.kill('SIGTERM')
    expect(await example.ended()).toBe(0)
    expect(example.output()).toMatch(/ended\n$/)
    expect(await countsIn(registryPath)).toMatchObject({ processing: 0, failed: 0 })
    expect(example.output().match(/first\.epub: taken/g)).toHaveLength(1)
  },
)
