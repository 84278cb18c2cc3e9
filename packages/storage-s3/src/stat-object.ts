import { HeadObjectCommand, type HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import type { StoredObject } from '@rittdoc-batch/core'
import { whyUnreadable } from './archived.ts'
import type { CallContext } from './call-context.ts'
import { inTime } from './deadline.ts'
import { probeBucket } from './list-objects.ts'
import { storageCode } from './s3-error.ts'

/** The object as it stands; undefined when there is none. */
export async function statObject(context: CallContext, key: string): Promise<StoredObject | undefined> {
  const head = await headObject(context, key)
  if (head === undefined || key.endsWith('/')) return undefined // a marker of a folder is no object
  const { ContentLength = 0, LastModified = new Date(0), ETag = '', StorageClass, Restore } = head
  const object = { key, sizeBytes: ContentLength, modifiedAt: LastModified, version: ETag }
  const unreadable = whyUnreadable(StorageClass, Restore?.includes('ongoing-request="false"') ?? false)
  return unreadable === undefined ? object : { ...object, unreadable }
}

async function headObject(context: CallContext, key: string): Promise<HeadObjectCommandOutput | undefined> {
  const { client, settings, signal } = context
  const command = new HeadObjectCommand({ Bucket: settings.bucket, Key: key })
  try {
    return await inTime({ ms: settings.callTimeoutMs, signal }, (abortSignal) => client.send(command, { abortSignal }))
  } catch (error) {
    const code = storageCode(error)
    // Answers to HEAD carry no reason: a missing bucket looks like a missing object, a wrong secret like a missing right.
    if (code === 'not_found' || code === 'denied' || code === 'unknown') await probeBucket(context, key)
    if (code === 'not_found') return undefined
    throw error
  }
}
