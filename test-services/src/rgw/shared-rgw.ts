import { whyNoRgw } from './install-ceph.ts'
import type { S3Service } from './s3-service.ts'
import { BROKER } from './share-rgw.ts'

/** @returns why no test can have a gateway; undefined when each can. A service named by the environment comes first. */
export async function whyNoSharedRgw(): Promise<string | undefined> {
  return fromEnvironment() === undefined ? whyNoRgw() : undefined
}

/** The S3 service of this test run, started by the first test file that asks. */
export async function sharedRgw(): Promise<S3Service> {
  const given = fromEnvironment()
  if (given !== undefined) return given
  const broker = process.env[BROKER]
  if (broker === undefined) throw new Error(`Expected the global setup to have set ${BROKER}`)
  const answer = await fetch(broker)
  if (!answer.ok) throw new Error(`Could not start Ceph RGW: ${await answer.text()}`)
  return (await answer.json()) as S3Service
}

function fromEnvironment(): S3Service | undefined {
  const { RITTDOC_TEST_S3_ENDPOINT: endpoint } = process.env
  const { RITTDOC_TEST_S3_ACCESS_KEY: accessKeyId, RITTDOC_TEST_S3_SECRET_KEY: secretAccessKey } = process.env
  if (endpoint === undefined || accessKeyId === undefined || secretAccessKey === undefined) return undefined
  const { RITTDOC_TEST_S3_OTHER_ACCESS_KEY: otherId, RITTDOC_TEST_S3_OTHER_SECRET_KEY: otherSecret } = process.env
  const hasOther = otherId !== undefined && otherSecret !== undefined
  const other = hasOther ? { accessKeyId: otherId, secretAccessKey: otherSecret } : undefined
  return { endpoint, accessKeyId, secretAccessKey, other }
}
