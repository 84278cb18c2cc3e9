import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PutBucketPolicyCommand } from '@aws-sdk/client-s3'
import { missingService, sharedRgw, whyNoSharedRgw } from '@rittdoc-batch/test-services'
import { expect, test } from 'vitest'
import { makeBucket } from './support/bucket.ts'
import { rittdocBatch, tempDir } from './support/run-command.ts'

const why = await whyNoSharedRgw()
const skipped = why === undefined ? undefined : missingService('Ceph RGW', why)

test.skipIf(skipped !== undefined)(
  'a publisher that may not be listed is an error of its own: the others are converted, and the exit code is 4',
  async () => {
    const bucket = await makeBucket(await sharedRgw())
    await bucket.putBooks('sftp/Acme/one.epub', 'sftp/Denied/two.epub', 'sftp/Zeta/three.epub')
    const Statement = {
      ...{ Effect: 'Deny', Principal: '*', Action: 's3:ListBucket', Resource: `arn:aws:s3:::${bucket.name}` },
      Condition: { StringLike: { 's3:prefix': 'sftp/Denied/*' } },
    }
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [Statement] })
    await bucket.client.send(new PutBucketPolicyCommand({ Bucket: bucket.name, Policy }))
    const cwd = await tempDir()
    const s3 = JSON.stringify({ enabled: true, ...bucket.section })
    await writeFile(join(cwd, 'config.yaml'), `mode: automated\ns3: ${s3}\n`)

    const { code, stdout, stderr } = await rittdocBatch(cwd, 'run')
    expect(stdout + stderr).toMatch(/Denied.*no right to do this/)
    expect(stdout).toMatch(/2 completed, 0 failed/)
    expect(code).toBe(4)
    expect((await bucket.keys()).filter((key) => key.endsWith('.zip'))).toEqual([
      'sftp/Acme/Output XML/one.zip',
      'sftp/Zeta/Output XML/three.zip',
    ])
    const report = JSON.parse((await rittdocBatch(cwd, 'run', '--json')).stdout)
    expect(report.scan.errors).toEqual([expect.objectContaining({ publisher: 'Denied', code: 'denied' })])
  },
  180_000,
)
