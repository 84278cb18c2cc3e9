import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MediaFile } from '../tree/book.ts'
import type { EncodedImage, PageImage } from './engine/pdf-document.ts'

/** Smaller pictures, in pixels or on the page, are lines, bullets and ornaments. */
const LEAST_SIDE = 64
const LEAST_AREA = 10_000
const LEAST_POINTS = 16

/** Whether a picture is large enough to be a figure. */
export function isFigure({ width, height, box }: PageImage): boolean {
  const isSmall = width < LEAST_SIDE || height < LEAST_SIDE || width * height < LEAST_AREA
  return !isSmall && box.right - box.left >= LEAST_POINTS && box.bottom - box.top >= LEAST_POINTS
}

/** Writes pictures to disk, each different one once. */
export class PictureStore {
  readonly #folder: string
  readonly #names = new Map<string, string | undefined>()
  readonly #files = new Map<string, MediaFile>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** All pictures that were kept. */
  get files(): readonly MediaFile[] {
    return [...this.#files.values()]
  }

  /** Keeps a picture of a page and gives its name in the tree; undefined when it cannot be decoded. */
  async keep(image: PageImage, page: number): Promise<string | undefined> {
    const { key } = image
    if (!this.#names.has(key)) {
      const encoded = image.encode()
      this.#names.set(key, encoded && (await this.keepFile(encoded, page)))
    }
    return this.#names.get(key)
  }

  /** Keeps a picture that is a file already. */
  async keepFile({ bytes, mediaType }: EncodedImage, page: number): Promise<string> {
    const name = createHash('sha256').update(bytes).digest('hex')
    if (this.#files.has(name)) return name
    const extension = mediaType === 'image/jpeg' ? 'jpg' : 'png'
    const filename = `page-${page + 1}-${this.#files.size + 1}.${extension}`
    const path = join(this.#folder, filename)
    await writeFile(path, bytes)
    this.#files.set(name, { name, filename, mediaType, path })
    return name
  }
}
