import { open } from 'node:fs/promises'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { readSmallFile, StorageError, type StoredObject, withSharedBlock } from '@rittdoc-batch/core'
import type { CallContext } from './call-context.ts'
import { contentType } from './content-type.ts'
import { readWhole } from './read-whole.ts'
import { type Content, sendBytes } from './send-bytes.ts'
import { statObject } from './stat-object.ts'
import { PART_BYTES, type Target, uploadParts } from './upload-parts.ts'

/** Puts a file at a key: in one request, or above {@link PART_BYTES} in parts. @returns the object as it then stands */
export async function uploadFile(context: CallContext, fromFile: string, key: string): Promise<StoredObject> {
  const sent = (await sendSmall(context, fromFile, key)) ?? (await sendLarge(context, fromFile, key))
  return await confirm({ ...context, signal: undefined }, sent)
}

/** What was sent, and its ETag. */
interface Sent extends Target {
  readonly tag: string | undefined
}

/** @returns undefined when the file is not small */
async function sendSmall(context: CallContext, path: string, key: string): Promise<Sent | undefined> {
  return withSharedBlock(async (block) => {
    const read = await readSmallFile({ path, block, withMd5: context.settings.needsMd5 })
    if (read === undefined) return undefined
    const { length, md5 } = read
    return { key, sizeBytes: length, tag: await putObject(context, key, { bytes: block.subarray(0, length), md5 }) }
  })
}

async function sendLarge(context: CallContext, path: string, key: string): Promise<Sent> {
  const file = await open(path)
  try {
    const { size: sizeBytes } = await file.stat()
    if (sizeBytes > PART_BYTES) return { key, sizeBytes, tag: await uploadParts(context, file, { key, sizeBytes }) }
    const bytes = Buffer.allocUnsafe(sizeBytes)
    await readWhole(file, 0, bytes)
    return { key, sizeBytes, tag: await putObject(context, key, { bytes }) }
  } finally {
    await file.close()
  }
}

/** @returns the ETag of what was put */
async function putObject(context: CallContext, key: string, content: Content): Promise<string | undefined> {
  const { client, settings } = context
  const target = { Bucket: settings.bucket, Key: key, ContentType: contentType(key), ...settings.encryption }
  const { ETag } = await sendBytes(context, content, (payload, abortSignal) =>
    client.send(new PutObjectCommand({ ...target, ...payload }), { abortSignal }),
  )
  return ETag
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
