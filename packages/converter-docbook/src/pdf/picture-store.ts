import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MediaFile } from '../tree/book.ts'
import { heightOf, widthOf } from './drawings/boxes.ts'
import type { Box, EncodedImage, PageImage } from './engine/pdf-document.ts'
import type { Segment } from './layout/text-line.ts'

/** Smaller pictures, in pixels or on the page, are lines, bullets and ornaments. */
const LEAST_SIDE = 64
const LEAST_AREA = 10_000
const LEAST_POINTS = 16
/** Those that stand alone, with no text beside them, may be half as high and wide, when they are no smaller on the page. */
const LEAST_ALONE = 32

/** Whether a picture is large enough to be a figure. */
export function isFigure({ width, height, box }: PageImage, text: readonly Pick<Segment, 'box'>[]): boolean {
  const [side, points] = [Math.min(width, height), Math.min(widthOf(box), heightOf(box))]
  if (side >= LEAST_SIDE && width * height >= LEAST_AREA) return points >= LEAST_POINTS
  return side >= LEAST_ALONE && points >= LEAST_ALONE && width * height >= LEAST_AREA / 4 && standsAlone(box, text)
}

function standsAlone({ top, bottom }: Box, text: readonly Pick<Segment, 'box'>[]): boolean {
  return text.every(({ box }) => box.bottom <= top || box.top >= bottom)
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
