import { missingService, sharedRgw, whyNoRgw } from '@rittdoc-batch/test-services'
import { expect, test } from 'vitest'

const why = await whyNoRgw()

test('a gateway answers as S3', { timeout: 150_000 }, async ({ skip }) => {
  if (why !== undefined) skip(missingService('Ceph RGW', why))
  const { endpoint } = await sharedRgw()
  expect(await (await fetch(endpoint)).text()).toContain('ListAllMyBucketsResult')
})
