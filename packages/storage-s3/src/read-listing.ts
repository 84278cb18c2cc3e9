import { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import type { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { type ListingPage, ListingParser } from './parse-listing.ts'

/** What the SDK reads instead of a page that is read already. */
const EMPTY_PAGE = Buffer.from('<ListBucketResult/>')

/**
 * Has the pages of a command read by {@link ListingParser}, before the SDK would read them. Answers that are no plain
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
      const read = await readPage(response.body)
      page = read.page
      response.body = page === undefined ? Buffer.concat(read.pieces) : EMPTY_PAGE
      return result
    },
    { step: 'deserialize', priority: 'low', name: 'readListing' }, // next to the wire
  )
  return () => page
}

async function readPage(
  body: Readable,
): Promise<{ readonly page: ListingPage | undefined; readonly pieces: Buffer[] }> {
  const parser = new ListingParser()
  const decoder = new StringDecoder('utf8')
  const pieces: Buffer[] = []
  for await (const piece of body) {
    pieces.push(piece)
    parser.write(decoder.write(piece))
  }
  parser.write(decoder.end())
  return { page: parser.end(), pieces }
}
