import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import type { S3Service } from '@rittdoc-batch/test-services'
import { BucketTree } from './bucket-tree.ts'
import type { Place } from './place.ts'

/** A bucket of its own on an S3 service. */
export async function openS3Place({ endpoint, accessKeyId, secretAccessKey }: S3Service): Promise<Place> {
  const bucket = `crash-${process.pid}-${Date.now()}`
  const credentials = { accessKeyId, secretAccessKey }
  const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true })
  await client.send(new CreateBucketCommand({ Bucket: bucket }))
  const { hostname: host, port } = new URL(endpoint)
  const server = { host, port: Number(port) }
  const keys = { access_key_id: accessKeyId, secret_access_key: secretAccessKey }
  return {
    name: 's3',
    server,
    makeTree: async (name, { through = server } = {}) => {
      const place = { bucket_name: bucket, endpoint_url: `http://${through.host}:${through.port}`, input_prefix: name }
      return new BucketTree(client, { bucket, prefix: `${name}/` }, { s3: { enabled: true, ...place, ...keys } })
    },
    close: async () => client.destroy(),
  }
}
