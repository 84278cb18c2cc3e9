import { type _Object, ListObjectsV2Command, type ListObjectsV2CommandOutput } from '@aws-sdk/client-s3'
import type { Entry } from '@rittdoc-batch/core'
import { whyUnreadable } from './archived.ts'
import type { CallContext } from './call-context.ts'
import { inTime } from './deadline.ts'

const PAGE = 1_000

/** Lists page by page; the next page is asked for when the last one has been read. */
export async function* listObjects(context: CallContext, prefix: string, recursive: boolean): AsyncGenerator<Entry> {
  let token: string | undefined
  do {
    context.signal?.throwIfAborted()
    const page = await listPage(context, { prefix, recursive, token })
    yield* entriesOf(page)
    token = page.IsTruncated ? page.NextContinuationToken : undefined
  } while (token !== undefined)
}

/** Asks for one key under a prefix, to learn whether the bucket can be used. */
export async function probeBucket({ client, settings, signal }: CallContext, prefix: string): Promise<void> {
  const command = new ListObjectsV2Command({ Bucket: settings.bucket, Prefix: prefix, MaxKeys: 1 })
  await inTime({ ms: settings.callTimeoutMs, signal }, (abortSignal) => client.send(command, { abortSignal }))
}

interface Page {
  readonly prefix: string
  readonly recursive: boolean
  readonly token: string | undefined
}

// Without EncodingType: the SDK would not decode the keys again.
function listPage(
  { client, settings, signal }: CallContext,
  { prefix, recursive, token }: Page,
): Promise<ListObjectsV2CommandOutput> {
  const command = new ListObjectsV2Command({
    ...{ Bucket: settings.bucket, Prefix: prefix, MaxKeys: PAGE },
    OptionalObjectAttributes: ['RestoreStatus'],
    ...(recursive ? {} : { Delimiter: '/' }),
    ...(token === undefined ? {} : { ContinuationToken: token }),
  })
  return inTime({ ms: settings.callTimeoutMs, signal }, (abortSignal) => client.send(command, { abortSignal }))
}

/** Objects and folders of a page together, in byte order; the service gives them apart. Markers of folders are none. */
function entriesOf({ Contents = [], CommonPrefixes = [] }: ListObjectsV2CommandOutput): Entry[] {
  const objects = Contents.filter(({ Key = '' }) => !Key.endsWith('/')).map(toEntry)
  const folders = CommonPrefixes.map(({ Prefix = '' }): Entry => ({ kind: 'prefix', key: Prefix }))
  if (folders.length === 0) return objects
  return [...objects, ...folders]
    .map((entry) => ({ entry, bytes: Buffer.from(entry.key) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ entry }) => entry)
}

function toEntry({ Key = '', Size = 0, LastModified, ETag = '', StorageClass, RestoreStatus }: _Object): Entry {
  const facts = { key: Key, sizeBytes: Size, modifiedAt: LastModified ?? new Date(0), version: ETag }
  const isRestored = RestoreStatus !== undefined && RestoreStatus.IsRestoreInProgress !== true
  const unreadable = whyUnreadable(StorageClass, isRestored)
  return { kind: 'object', ...facts, ...(unreadable === undefined ? {} : { unreadable }) }
}
