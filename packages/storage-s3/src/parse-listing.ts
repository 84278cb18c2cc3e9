import type { ListObjectsV2CommandOutput } from '@aws-sdk/client-s3'
import { SaxesParser } from 'saxes'
import { readUsualObject } from './usual-object.ts'

const BEGIN = '<Contents>'
const END = '</Contents>'

/** What is used of a page of a listing. */
export type ListingPage = Pick<
  ListObjectsV2CommandOutput,
  'Contents' | 'CommonPrefixes' | 'IsTruncated' | 'NextContinuationToken'
>

/**
 * Reads a page of a listing while it arrives. The SDK makes a tree of the whole page first and takes many times as long,
 * which would be most of the time of a scan. Objects of the usual form are read at once, all else by a parser.
 */
export class ListingParser {
  readonly #reader = new PageReader()
  readonly #parser = new SaxesParser({ position: false })
  /** What has come and is not read yet. */
  #rest = ''
  /** In comments and the like stands what only looks like an object: then the parser reads everything. */
  #mayBeUsual = true
  #isBroken = false

  constructor() {
    this.#parser.on('opentag', ({ name }) => this.#reader.begin(name))
    this.#parser.on('text', (text) => this.#reader.addText(text))
    this.#parser.on('cdata', (text) => this.#reader.addText(text))
    this.#parser.on('closetag', ({ name }) => this.#reader.end(name))
    this.#parser.on('error', (error) => {
      throw error
    })
  }

  /** Takes the next piece of the text, which may begin and end anywhere between two characters. */
  write(piece: string): void {
    this.#rest += piece
    this.#mayBeUsual &&= !this.#rest.includes('<!')
    this.#try(() => {
      if (this.#mayBeUsual) this.#rest = this.#rest.slice(this.#readObjects())
      if (this.#mayBeUsual) return
      this.#parser.write(this.#rest)
      this.#rest = ''
    })
  }

  /** @returns undefined when the text was no page that can be read to its end; the SDK says then what it is */
  end(): ListingPage | undefined {
    this.#try(() => this.#parser.write(this.#rest).close())
    return this.#isBroken ? undefined : this.#reader.page
  }

  /** Reads as far as objects have come whole. @returns how far that is */
  #readObjects(): number {
    let end = 0
    for (;;) {
      const begin = this.#rest.indexOf(BEGIN, end)
      if (begin === -1) return end
      const between = this.#rest.slice(end, begin)
      this.#parser.write(between)
      end = begin
      this.#mayBeUsual = this.#reader.isBetweenObjects && /^\s*$|>\s*$/.test(between)
      if (!this.#mayBeUsual) return end
      const usual = readUsualObject(this.#rest, begin)
      if (usual !== undefined) {
        this.#reader.addObject(usual.object)
        end = usual.end
        continue
      }
      const last = this.#rest.indexOf(END, begin)
      if (last === -1) return end
      end = last + END.length
      this.#parser.write(this.#rest.slice(begin, end))
    }
  }

  #try(work: () => void): void {
    if (this.#isBroken) return
    try {
      work()
    } catch {
      this.#isBroken = true
    }
  }
}

type Changeable<T> = { -readonly [Name in keyof T]: T[Name] }
type ListedObject = Changeable<NonNullable<ListingPage['Contents']>[number]>

class PageReader {
  readonly #page: Changeable<ListingPage> & { Contents: ListedObject[]; CommonPrefixes: { Prefix: string }[] } = {
    Contents: [],
    CommonPrefixes: [],
  }
  /** Names of the elements that are open. */
  readonly #path: string[] = []
  #object: ListedObject = {}
  #text = ''
  #isWhole = false

  /** Undefined when what was read is no listing, or a fact of an object cannot be understood. */
  get page(): ListingPage | undefined {
    return this.#isWhole ? this.#page : undefined
  }

  /** Whether what comes next is part of the page and of nothing in it. */
  get isBetweenObjects(): boolean {
    return this.#path.length === 1
  }

  addObject(object: ListedObject): void {
    this.#page.Contents.push(object)
  }

  begin(name: string): void {
    if (this.#path.length === 0) this.#isWhole = name === 'ListBucketResult'
    else if (name === 'Contents') this.#object = {}
    this.#path.push(name)
    this.#text = ''
  }

  addText(text: string): void {
    this.#text += text
  }

  end(name: string): void {
    this.#path.pop()
    const [, outer, inner] = this.#path
    if (this.#path.length === 1) this.#setOfPage(name)
    else if (outer === 'CommonPrefixes' && name === 'Prefix') this.#page.CommonPrefixes.push({ Prefix: this.#text })
    else if (outer === 'Contents' && inner === undefined) this.#setOfObject(name)
    else if (outer === 'Contents' && inner === 'RestoreStatus' && name === 'IsRestoreInProgress')
      this.#object.RestoreStatus = { IsRestoreInProgress: this.#text === 'true' }
  }

  #setOfPage(name: string): void {
    if (name === 'Contents') this.#page.Contents.push(this.#object)
    else if (name === 'IsTruncated') this.#page.IsTruncated = this.#text === 'true'
    else if (name === 'NextContinuationToken') this.#page.NextContinuationToken = this.#text
  }

  #setSize(text: string): void {
    this.#object.Size = Number(text)
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(this.#object.Size)) this.#isWhole = false
  }

  #setOfObject(name: string): void {
    const text = this.#text
    if (name === 'Key') this.#object.Key = text
    else if (name === 'ETag') this.#object.ETag = text
    else if (name === 'Size') this.#setSize(text)
    else if (name === 'StorageClass') this.#object.StorageClass = text as NonNullable<ListedObject['StorageClass']>
    else if (name === 'LastModified') {
      this.#object.LastModified = new Date(text)
      if (Number.isNaN(this.#object.LastModified.getTime())) this.#isWhole = false
    }
  }
}
