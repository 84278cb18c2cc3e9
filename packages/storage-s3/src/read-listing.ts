import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { type ListingPage, parseListing } from './parse-listing.ts'

/** What the SDK reads instead of a page that is read already. */
const EMPTY_PAGE = Buffer.from('<ListBucketResult/>')

/**
 * Has the pages of a command read by {@link parseListing}, before the SDK would read them. Answers that are no plain
 * listing, and errors, are left to the SDK.
 * @returns gives the page that was read; undefined when the SDK read it
 */
export function readListing(command: ListObjectsV2Command): () => ListingPage | undefined {
  let page: ListingPage | undefined
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      const { response } = result as { response: { statusCode?: number; body?: unknown } }
      if (response.statusCode !== 200 || !(response.body instanceof Readable)) return result
      const bytes = await buffer(response.body)
      page = parseListing(bytes.toString())
      response.body = page === undefined ? bytes : EMPTY_PAGE
      return result
    },
    { step: 'deserialize', priority: 'low', name: 'readListing' }, // next to the wire
  )
  return () => page
}
