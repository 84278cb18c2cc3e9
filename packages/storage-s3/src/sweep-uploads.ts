import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
} from '@aws-sdk/client-s3'
import type { CallContext } from './call-context.ts'
import { inTime } from './deadline.ts'

/** Aborts every multipart upload to exactly this key. @returns how many there were */
export async function sweepUploads(context: CallContext, key: string): Promise<number> {
  let swept = 0
  for await (const uploadId of openUploads(context, key)) {
    await abortUpload(context, key, uploadId)
    swept++
  }
  return swept
}

/** Ends a multipart upload, whose parts are then gone. */
export async function abortUpload(context: CallContext, key: string, uploadId: string): Promise<void> {
  const { client, settings, signal } = context
  const command = new AbortMultipartUploadCommand({ Bucket: settings.bucket, Key: key, UploadId: uploadId })
  await inTime({ ms: settings.callTimeoutMs, signal }, (abortSignal) => client.send(command, { abortSignal }))
}

async function* openUploads({ client, settings, signal }: CallContext, key: string): AsyncGenerator<string> {
  let page: ListMultipartUploadsCommandOutput | undefined
  do {
    const command = new ListMultipartUploadsCommand({
      ...{ Bucket: settings.bucket, Prefix: key },
      ...(page === undefined ? {} : { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }),
    })
    page = await inTime({ ms: settings.callTimeoutMs, signal }, (abortSignal) => client.send(command, { abortSignal }))
    // A key sorts before everything that it begins, so its uploads come first.
    for (const { Key, UploadId } of page.Uploads ?? []) {
      if (Key !== key) return
      if (UploadId !== undefined) yield UploadId
    }
  } while (page.IsTruncated)
}
