import { type _Object, ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { Entry } from '@rittdoc-batch/core'
import { whyUnreadable } from './archived.ts'
import type { CallContext } from './call-context.ts'
import { inTime } from './deadline.ts'
import type { ListingPage } from './parse-listing.ts'
import { readListing } from './read-listing.ts'

const PAGE = 1_000

/** Lists page by page, one page ahead: a page is asked for while the entries of the one before it are worked on. */
export async function* listPages(context: CallContext, prefix: string, recursive: boolean): AsyncGenerator<Entry[]> {
  const over = new AbortController()
  const signal = context.signal === undefined ? over.signal : AbortSignal.any([context.signal, over.signal])
  const ask = (token?: string) => {
    const page = listPage({ ...context, signal }, { prefix, recursive, token })
    page.catch(() => {}) // nobody may come to wait for it
    return page
  }
  try {
    for (let next: Promise<ListingPage> | undefined = ask(); next !== undefined; ) {
      const page: ListingPage = await next
      next = page.IsTruncated && page.NextContinuationToken !== undefined ? ask(page.NextContinuationToken) : undefined
      yield entriesOf(page)
    }
  } finally {
    over.abort()
  }
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
async function listPage(
  { client, settings, signal }: CallContext,
  { prefix, recursive, token }: Page,
): Promise<ListingPage> {
  const command = new ListObjectsV2Command({
    ...{ Bucket: settings.bucket, Prefix: prefix, MaxKeys: PAGE },
    OptionalObjectAttributes: ['RestoreStatus'],
    ...(recursive ? {} : { Delimiter: '/' }),
    ...(token === undefined ? {} : { ContinuationToken: token }),
  })
  const page = readListing(command)
  const limit = { ms: settings.callTimeoutMs, signal }
  const answer = await inTime(limit, (abortSignal) => client.send(command, { abortSignal }))
  return page() ?? answer
}

/** Objects and folders of a page together, in byte order; the service gives them apart. Markers of folders are none. */
function entriesOf({ Contents = [], CommonPrefixes = [] }: ListingPage): Entry[] {
  const objects = Contents.filter(({ Key = '' }) => !Key.endsWith('/')).map(toEntry)
  const folders = CommonPrefixes.map(({ Prefix = '' }): Entry => ({ kind: 'prefix', key: Prefix }))
  if (folders.length === 0) return objects
  return [...objects, ...folders]
    .map((entry) => ({ entry, bytes: Buffer.from(entry.key) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ entry }) => entry)
}

function toEntry({ Key = '', Size = 0, LastModified, ETag = '', StorageClass, RestoreStatus }: _Object): Entry {
  const facts = {
    key: Key,
    sizeBytes: Number.isSafeInteger(Size) ? Size : 0,
    modifiedAt: LastModified ?? new Date(0),
    version: ETag,
  }
  const isRestored = RestoreStatus !== undefined && RestoreStatus.IsRestoreInProgress !== true
  const unreadable =
    Number.isSafeInteger(Size) && Size >= 0 ? whyUnreadable(StorageClass, isRestored) : 'its size is none'
  return { kind: 'object', ...facts, ...(unreadable === undefined ? {} : { unreadable }) }
}
