import type { ListObjectsV2CommandOutput } from '@aws-sdk/client-s3'
import { decodeText } from './decode-text.ts'

/** What is used of a page of a listing. */
export type ListingPage = Pick<
  ListObjectsV2CommandOutput,
  'Contents' | 'CommonPrefixes' | 'IsTruncated' | 'NextContinuationToken'
>

/**
 * Reads a page of a listing in the plain form in which services send it: elements and text, nothing else. The SDK reads
 * any XML and takes several times as long, which would be most of the time of a scan.
 * @returns undefined when the text has another form; the SDK reads it then
 */
export function parseListing(xml: string): ListingPage | undefined {
  const reader = new PageReader()
  for (let at = 0; ; ) {
    const open = xml.indexOf('<', at)
    if (open === -1) return reader.result()
    const close = xml.indexOf('>', open)
    if (close === -1 || !reader.take(xml.slice(open + 1, close), xml.slice(at, open))) return undefined
    at = close + 1
  }
}

type Changeable<T> = { -readonly [Name in keyof T]: T[Name] }
type ListedObject = Changeable<NonNullable<ListingPage['Contents']>[number]>

class PageReader {
  readonly #page: Changeable<ListingPage> & { Contents: ListedObject[]; CommonPrefixes: { Prefix: string }[] } = {
    Contents: [],
    CommonPrefixes: [],
  }
  readonly #path: string[] = []
  #object: ListedObject = {}
  #isComplete = false

  result(): ListingPage | undefined {
    return this.#isComplete ? this.#page : undefined
  }

  /** Takes a tag, and the text before it. @returns false when it has no place in a plain listing */
  take(tag: string, textBefore: string): boolean {
    if (tag.startsWith('/')) return this.#end(tag.slice(1), textBefore)
    if (this.#path.length === 0) return tag.startsWith('?xml ') || this.#beginPage(tag)
    if (!/^\w+\/?$/.test(tag)) return false
    const isEmpty = tag.endsWith('/')
    const name = isEmpty ? tag.slice(0, -1) : tag
    this.#path.push(name)
    if (name === 'Contents') this.#object = {}
    return isEmpty ? this.#end(name, '') : true
  }

  #beginPage(tag: string): boolean {
    this.#path.push('ListBucketResult')
    return /^ListBucketResult(\s+xmlns="[^"]*")?$/.test(tag) && !this.#isComplete
  }

  #end(name: string, text: string): boolean {
    const [, outer, inner] = this.#path
    const depth = this.#path.length
    if (this.#path.pop() !== name) return false
    if (depth === 1) this.#isComplete = true
    else if (depth === 2) this.#setOfPage(name, text)
    else if (outer === 'Contents')
      return depth === 3 ? this.#setOfObject(name, text) : this.#setRestored(inner, name, text)
    else if (outer === 'CommonPrefixes' && name === 'Prefix')
      this.#page.CommonPrefixes.push({ Prefix: decodeText(text) })
    return true
  }

  #setOfPage(name: string, text: string): void {
    if (name === 'Contents') this.#page.Contents.push(this.#object)
    else if (name === 'IsTruncated') this.#page.IsTruncated = text === 'true'
    else if (name === 'NextContinuationToken') this.#page.NextContinuationToken = decodeText(text)
  }

  #setOfObject(name: string, text: string): boolean {
    if (name === 'Key') this.#object.Key = decodeText(text)
    else if (name === 'ETag') this.#object.ETag = decodeText(text)
    else if (name === 'StorageClass')
      this.#object.StorageClass = decodeText(text) as NonNullable<ListedObject['StorageClass']>
    else if (name === 'Size') this.#object.Size = Number(text)
    else if (name === 'LastModified') {
      this.#object.LastModified = new Date(text)
      return !Number.isNaN(this.#object.LastModified.getTime())
    }
    return true
  }

  #setRestored(inner: string | undefined, name: string, text: string): boolean {
    if (inner === 'RestoreStatus' && name === 'IsRestoreInProgress')
      this.#object.RestoreStatus = { IsRestoreInProgress: text === 'true' }
    return true
  }
}
