import { missingService, startRgw, whyNoRgw } from '@rittdoc-batch/test-services'
import { expect, test } from 'vitest'

const why = await whyNoRgw()

test('a gateway answers as S3, and nothing answers once it has stopped', { timeout: 150_000 }, async ({ skip }) => {
  if (why !== undefined) skip(missingService('Ceph RGW', why))
  const rgw = await startRgw()
  try {
    const answer = await fetch(rgw.endpoint)
    expect(await answer.text()).toContain('ListAllMyBucketsResult')
  } finally {
    await rgw.stop()
  }
  await expect(fetch(rgw.endpoint)).rejects.toThrow()
})
