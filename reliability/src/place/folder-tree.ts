import { chown, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { Tree } from './place.ts'

/** A folder of this machine, reached directly or through a server. New files belong to whom the folder above it belongs. */
export class FolderTree implements Tree {
  readonly sections: object
  readonly homeFiles: Readonly<Record<string, string>>
  readonly #root: string

  constructor(root: string, access: Pick<Tree, 'sections' | 'homeFiles'>) {
    this.#root = root
    this.sections = access.sections
    this.homeFiles = access.homeFiles
  }

  /** Makes the root. */
  async open(): Promise<this> {
    await this.#makeFolder(this.#root)
    return this
  }

  async put(key: string, bytes: Buffer): Promise<void> {
    const path = join(this.#root, key)
    await this.#makeFolder(dirname(path))
    await writeFile(path, bytes)
    await this.#handOver(path)
  }

  async read(): Promise<Map<string, Buffer>> {
    const entries = await readdir(this.#root, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => !entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name))
    return new Map(
      await Promise.all(files.map(async (path) => [relative(this.#root, path), await readFile(path)] as const)),
    )
  }

  async openUploads(): Promise<string[]> {
    return [] // an unfinished upload is a file, and shows among them
  }

  async remove(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true })
  }

  async #makeFolder(path: string): Promise<void> {
    if (await stat(path).catch(() => undefined)) return
    if (path !== this.#root) await this.#makeFolder(dirname(path))
    await mkdir(path, { recursive: true })
    await this.#handOver(path)
  }

  async #handOver(path: string): Promise<void> {
    const { uid, gid } = await stat(dirname(this.#root))
    await chown(path, uid, gid)
  }
}
