import { readFile } from 'node:fs/promises'
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { S3Service } from '@rittdoc-batch/test-services'
import { onTestFinished } from 'vitest'
import { tempDir } from './run-command.ts'
import { writeSmallEpub } from './small-epub.ts'

/** A bucket of a test's own. */
export interface Bucket {
  readonly name: string
  readonly client: S3Client
  /** The section `s3` of a configuration for it. */
  readonly section: { readonly bucket_name: string; readonly endpoint_url: string } & Readonly<Record<string, unknown>>
  /** Puts a small sound book at every key. */
  putBooks(...keys: readonly string[]): Promise<void>
  keys(): Promise<string[]>
}

/** Makes an empty bucket. */
export async function makeBucket({ endpoint, accessKeyId, secretAccessKey }: S3Service): Promise<Bucket> {
  const credentials = { accessKeyId, secretAccessKey }
  const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true })
  onTestFinished(() => client.destroy())
  const name = `cli-${process.pid}-${Date.now()}-${Math.random().toString(36).slice(2, 8)}`
  await client.send(new CreateBucketCommand({ Bucket: name }))
  const keys = { access_key_id: accessKeyId, secret_access_key: secretAccessKey }
  return {
    name,
    client,
    section: { bucket_name: name, endpoint_url: endpoint, ...keys },
    async putBooks(...keys) {
      const path = `${await tempDir()}/book.epub`
      await writeSmallEpub(path)
      const Body = await readFile(path)
      for (const Key of keys) await client.send(new PutObjectCommand({ Bucket: name, Key, Body }))
    },
    async keys() {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: name }))
      return Contents.map(({ Key = '' }) => Key)
    },
  }
}
