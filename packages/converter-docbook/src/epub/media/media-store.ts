import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MediaFile } from '../../tree/book.ts'
import type { EpubArchive } from '../archive/epub-archive.ts'
import { extensionOf, imageTypeOf } from './media-type.ts'

type Pending = { readonly file: MediaFile; readonly content: string | Buffer | undefined }

/** The pictures and side files of a book: asked for by the readers at once, put on disk by {@link MediaStore.flush}. */
export class MediaStore {
  readonly #archive: EpubArchive
  readonly #types: ReadonlyMap<string, string>
  readonly #folder: string
  readonly #files = new Map<string, MediaFile>()
  #pending: Pending[] = []

  /** @param types media types by name in the zip, as the manifest has them */
  constructor(archive: EpubArchive, types: ReadonlyMap<string, string>, folder: string) {
    this.#archive = archive
    this.#types = types
    this.#folder = folder
  }

  /** The name under which a file stands in the zip. */
  find(path: string): string | undefined {
    return this.#archive.find(path)
  }

  /** Takes a picture of the zip. @returns its {@link MediaFile.name}; undefined when it is not there or no picture */
  take(path: string): string | undefined {
    const name = this.#archive.find(path)
    if (name === undefined) return undefined
    const declared = this.#types.get(name)
    const mediaType = declared?.startsWith('image/') ? declared : imageTypeOf(name)
    if (mediaType === undefined) return undefined
    return this.#add(name, name.slice(name.lastIndexOf('/') + 1), mediaType, undefined)
  }

  /** Takes content that the book carries inside a document. Equal content is kept once. @returns its name */
  create(content: string | Buffer, filename: string, mediaType: string): string {
    const digest = createHash('sha1').update(content).digest('hex')
    return this.#add(`${digest}/${mediaType}`, filename, mediaType, content)
  }

  /** All files so far, in the order in which they were first asked for. */
  files(): MediaFile[] {
    return [...this.#files.values()]
  }

  /** Puts on disk what was taken since the last time. @throws ConvertError `input` when the zip is damaged there */
  async flush(): Promise<void> {
    const pending = this.#pending
    this.#pending = []
    for (const { file, content } of pending) {
      if (content === undefined) await this.#archive.extract(file.name, file.path)
      else await writeFile(file.path, content)
    }
  }

  #add(name: string, filename: string, mediaType: string, content: string | Buffer | undefined): string {
    if (this.#files.has(name)) return name
    const number = String(this.#files.size + 1).padStart(5, '0')
    const extension = /\.([A-Za-z0-9]{1,8})$/.exec(filename)?.[1]?.toLowerCase() ?? extensionOf(mediaType) ?? 'bin'
    const file: MediaFile = { name, filename, mediaType, path: join(this.#folder, `${number}.${extension}`) }
    this.#files.set(name, file)
    this.#pending.push({ file, content })
    return name
  }
}
