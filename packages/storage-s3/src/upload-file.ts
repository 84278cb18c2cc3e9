import { type FileHandle, open } from 'node:fs/promises'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { StorageError, type StoredObject } from '@rittdoc-batch/core'
import type { CallContext } from './call-context.ts'
import { contentType } from './content-type.ts'
import { readWhole } from './read-whole.ts'
import { sendBytes } from './send-bytes.ts'
import { statObject } from './stat-object.ts'
import { PART_BYTES, type Target, uploadParts } from './upload-parts.ts'

/** Puts a file at a key: in one request, or above {@link PART_BYTES} in parts. @returns the object as it then stands */
export async function uploadFile(context: CallContext, fromFile: string, key: string): Promise<StoredObject> {
  const file = await open(fromFile)
  try {
    const { size } = await file.stat()
    const tag =
      size > PART_BYTES
        ? await uploadParts(context, file, { key, sizeBytes: size })
        : await putObject(context, file, { key, sizeBytes: size })
    return await confirm({ ...context, signal: undefined }, { key, sizeBytes: size, tag })
  } finally {
    await file.close()
  }
}

/** @returns the ETag of what was put */
async function putObject(
  context: CallContext,
  file: FileHandle,
  { key, sizeBytes }: Target,
): Promise<string | undefined> {
  const bytes = Buffer.allocUnsafe(sizeBytes)
  await readWhole(file, 0, bytes)
  const { client, settings } = context
  const target = { Bucket: settings.bucket, Key: key, ContentType: contentType(key), ...settings.encryption }
  const { ETag } = await sendBytes(context, bytes, (payload, abortSignal) =>
    client.send(new PutObjectCommand({ ...target, ...payload }), { abortSignal }),
  )
  return ETag
}

interface Sent extends Target {
  readonly tag: string | undefined
}

/** What stands at the key now; where somebody else has put another object there since, that one. */
async function confirm(context: CallContext, { key, sizeBytes, tag }: Sent): Promise<StoredObject> {
  const object = await statObject(context, key)
  if (object === undefined) {
    throw new StorageError('changed', `Could not write ${key}: somebody has removed it since`, { key })
  }
  if (object.version !== tag || object.sizeBytes === sizeBytes) return object
  const text = `Could not write ${key}: ${sizeBytes} bytes were sent, ${object.sizeBytes} bytes are there`
  throw new StorageError('corrupt', text, { key })
}
