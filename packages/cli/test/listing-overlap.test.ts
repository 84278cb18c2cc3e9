import { PutBucketAclCommand } from '@aws-sdk/client-s3'
import { fillBucket, missingService, sharedRgw, startFaultProxy, whyNoSharedRgw } from '@rittdoc-batch/test-services'
import { expect, onTestFinished, test } from 'vitest'
import { createBatch } from '../src/compose/create-batch.ts'
import { parseConfig } from '../src/config/load-config.ts'
import { makeBucket } from './support/bucket.ts'
import { tempDir } from './support/run-command.ts'

const why = await whyNoSharedRgw()
const skipped = why === undefined ? undefined : missingService('Ceph RGW', why)

/** Objects that are no books, with names so long that a slow line needs a minute for their listing. */
const OTHERS = 300
const SLOW = { kind: 'throttle', bytesPerSecond: 6_000 } as const

test.skipIf(skipped !== undefined)(
  'the first book is converted while the listing of another publisher goes on',
  async () => {
    const service = await sharedRgw()
    const bucket = await makeBucket(service)
    await bucket.putBooks('sftp/Acme/one.epub')
    await bucket.client.send(new PutBucketAclCommand({ Bucket: bucket.name, ACL: 'public-read-write' }))
    const others = Array.from({ length: OTHERS }, (_, i) => `sftp/Zeta/${'x'.repeat(900)}-${i}.txt`)
    await fillBucket(`${service.endpoint}/${bucket.name}`, others)
    const line = await startFaultProxy({ port: Number(new URL(service.endpoint).port) })
    onTestFinished(() => line.close())
    const s3 = { ...bucket.section, enabled: true, endpoint_url: `http://127.0.0.1:${line.port}` }
    const text = `mode: automated\ns3: ${JSON.stringify(s3)}\nregistry_db: ${await tempDir()}/registry.db\n`
    const { processor } = await createBatch(parseConfig('config.yaml', text).config)
    onTestFinished(() => processor.close())
    const told: string[] = []
    processor.events.on('publisherScanned', ({ publisher }) => told.push(`listed ${publisher}`))
    processor.events.on('attemptFinished', ({ file, result }) => {
      told.push(`${result.status} ${file.filename}`)
      void line.set({ kind: 'none' })
    })
    await line.set(SLOW)
    await processor.runBatchJob()
    expect(told).toEqual(['listed Acme', 'completed one.epub', 'listed Zeta'])
  },
  180_000,
)
