import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MediaFile } from '../tree/book.ts'
import type { PageImage } from './engine/pdf-document.ts'

/** Smaller pictures are lines, bullets and backgrounds. */
const LEAST_SIDE = 64
const LEAST_AREA = 10_000
const LEAST_POINTS = 16

/** Whether a picture is large enough, in pixels and on the page, to be a figure. */
export function isFigure({ width, height, box }: PageImage): boolean {
  const isSmall = width < LEAST_SIDE || height < LEAST_SIDE || width * height < LEAST_AREA
  return !isSmall && box.right - box.left >= LEAST_POINTS && box.bottom - box.top >= LEAST_POINTS
}

/** Writes pictures to disk, each different one once. */
export class PictureStore {
  readonly #folder: string
  readonly #byHash = new Map<string, MediaFile>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** All pictures that were kept. */
  get files(): readonly MediaFile[] {
    return [...this.#byHash.values()]
  }

  /** Keeps a picture and gives its name in the tree. */
  async keep(image: PageImage, page: number): Promise<string> {
    const bytes = image.encode()
    const hash = createHash('sha256').update(bytes).digest('hex')
    const known = this.#byHash.get(hash)
    if (known !== undefined) return known.name
    const filename = `page-${page + 1}-${this.#byHash.size + 1}.png`
    const path = join(this.#folder, filename)
    await writeFile(path, bytes)
    this.#byHash.set(hash, { name: hash, filename, mediaType: 'image/png', path })
    return hash
  }
}
