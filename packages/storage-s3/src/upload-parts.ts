import type { FileHandle } from 'node:fs/promises'
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import type { CallContext } from './call-context.ts'
import { contentType } from './content-type.ts'
import { inTime } from './deadline.ts'
import { inParallel } from './in-parallel.ts'
import { readWhole } from './read-whole.ts'
import { sendBytes } from './send-bytes.ts'
import { abortUpload } from './sweep-uploads.ts'

/**
 * Size of a part, and the size up to which a file goes up in one request. Measured with 256 MB on a busy machine, in
 * seconds: in one request 5.5; parts of 8 MiB, four at a time 5.4, eight 4.6; of 16 MiB, two 4.6, four 4.3, eight 4.8; of
 * 32 MiB, four 5.2.
 */
export const PART_BYTES = 16 * 1024 * 1024
/** Parts of one file under way at the same time; each is in memory. */
const WORKERS = 4
const MOST_PARTS = 10_000
/** Putting many parts together takes services longer than a small call. */
const COMPLETE_FACTOR = 5

/** Where a file goes, and how large it is. */
export interface Target {
  readonly key: string
  readonly sizeBytes: number
}

/** Puts a large file at a key in parts. After a failure the upload is aborted, and the old object stands. @returns the ETag */
export async function uploadParts(context: CallContext, file: FileHandle, target: Target): Promise<string | undefined> {
  const uploadId = await begin(context, target.key)
  try {
    const parts = await sendParts(context, file, { ...target, uploadId })
    context.signal?.throwIfAborted()
    return await complete(context, { key: target.key, uploadId, parts })
  } catch (error) {
    await abortUpload({ ...context, signal: undefined }, target.key, uploadId).catch(() => {}) // left to sweep
    throw error
  }
}

// Not ended by the signal: an upload that the service has begun must be known, to be aborted.
async function begin({ client, settings, signal }: CallContext, key: string): Promise<string> {
  signal?.throwIfAborted()
  const target = { Bucket: settings.bucket, Key: key, ContentType: contentType(key), ...settings.encryption }
  const { UploadId } = await inTime({ ms: settings.callTimeoutMs }, (abortSignal) =>
    client.send(new CreateMultipartUploadCommand(target), { abortSignal }),
  )
  if (UploadId === undefined) throw new Error('the service gave no id for the upload')
  return UploadId
}

async function sendParts(
  context: CallContext,
  file: FileHandle,
  { key, sizeBytes, uploadId }: Target & { readonly uploadId: string },
): Promise<CompletedPart[]> {
  const partBytes = Math.max(PART_BYTES, Math.ceil(sizeBytes / MOST_PARTS))
  const numbers = Array.from({ length: Math.ceil(sizeBytes / partBytes) }, (_, index) => index + 1)
  const parts: CompletedPart[] = []
  const free: Buffer[] = [] // used again, so that memory does not wait for garbage collection
  const { client, settings } = context
  await inParallel(numbers, { workers: WORKERS, signal: context.signal }, async (number, signal) => {
    const start = (number - 1) * partBytes
    const buffer = free.pop() ?? Buffer.allocUnsafeSlow(partBytes)
    const bytes = buffer.subarray(0, sizeBytes - start)
    await readWhole(file, start, bytes)
    const part = { Bucket: settings.bucket, Key: key, UploadId: uploadId, PartNumber: number }
    const { ETag } = await sendBytes({ ...context, signal }, { bytes }, (payload, abortSignal) =>
      client.send(new UploadPartCommand({ ...part, ...payload }), { abortSignal }),
    )
    free.push(buffer)
    parts[number - 1] = { PartNumber: number, ...(ETag === undefined ? {} : { ETag }) }
  })
  return parts
}

// Not ended by the signal: the service may have put the object in place already, and only its answer tells.
async function complete(
  { client, settings }: CallContext,
  { key, uploadId, parts }: { readonly key: string; readonly uploadId: string; readonly parts: CompletedPart[] },
): Promise<string | undefined> {
  const command = new CompleteMultipartUploadCommand({
    ...{ Bucket: settings.bucket, Key: key, UploadId: uploadId, MultipartUpload: { Parts: parts } },
  })
  const { ETag } = await inTime({ ms: settings.callTimeoutMs * COMPLETE_FACTOR }, (abortSignal) =>
    client.send(command, { abortSignal }),
  )
  return ETag
}
