import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { Tree } from './place.ts'

interface Where {
  readonly bucket: string
  readonly prefix: string
}

/** A prefix of a bucket. Never more than a page of keys. */
export class BucketTree implements Tree {
  readonly sections: object
  readonly homeFiles = {}
  readonly #client: S3Client
  readonly #bucket: string
  readonly #prefix: string

  constructor(client: S3Client, { bucket, prefix }: Where, sections: object) {
    this.sections = sections
    this.#client = client
    this.#bucket = bucket
    this.#prefix = prefix
  }

  async put(key: string, bytes: Buffer): Promise<void> {
    const target = { Bucket: this.#bucket, Key: this.#prefix + key }
    await this.#client.send(new PutObjectCommand({ ...target, Body: bytes }))
  }

  async read(): Promise<Map<string, Buffer>> {
    const objects = (await this.#keys()).map(async (key) => {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }))
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array()
      return [key.slice(this.#prefix.length), Buffer.from(bytes)] as const
    })
    return new Map(await Promise.all(objects))
  }

  async openUploads(): Promise<string[]> {
    const command = new ListMultipartUploadsCommand({ Bucket: this.#bucket, Prefix: this.#prefix })
    const { Uploads = [] } = await this.#client.send(command)
    return Uploads.map(({ Key, UploadId }) => `multipart upload ${UploadId} to ${Key}`)
  }

  async remove(): Promise<void> {
    for (const key of await this.#keys()) {
      await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: key }))
    }
  }

  async #keys(): Promise<string[]> {
    const command = new ListObjectsV2Command({ Bucket: this.#bucket, Prefix: this.#prefix })
    const { Contents = [] } = await this.#client.send(command)
    return Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key]))
  }
}
