import { lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError } from '../errors.ts'
import { localError } from '../local/local-error.ts'
import { type Owner, ownerIsDead } from '../process/owner.ts'

/** A private folder for one attempt. */
export interface JobFolder {
  /** Where the book is downloaded to. */
  readonly input: string
  /** The converter's scratch space. */
  readonly work: string
  /** Where the converter puts the package. */
  readonly output: string
  remove(): Promise<void>
}

/**
 * The private folders (0700) of one processor: `<parent>/rittdoc-batch-<uid>/<owner>/<job>/{input,work,output}`.
 * The owner in the path lets a later start on the same host remove what a killed process left.
 */
export class TempFolders {
  readonly #base: string
  readonly #own: string

  constructor(owner: Owner, parent: string = tmpdir()) {
    this.#base = join(parent, `rittdoc-batch-${userId()}`)
    this.#own = join(this.#base, encodeURIComponent(owner.id))
  }

  /** Makes the processor's folder and removes those of dead owners. @returns how many were removed */
  async open(): Promise<number> {
    await mkdir(this.#base, { recursive: true, mode: 0o700 })
    await this.#expectPrivate()
    const removed = await this.#sweep()
    await mkdir(this.#own, { recursive: true, mode: 0o700 })
    return removed
  }

  /** The processor's own folder, which a later start removes when this process is killed. */
  get path(): string {
    return this.#own
  }

  /** A new empty folder for one attempt on a file of this name. @throws StorageError, for example `full` */
  async create(filename: string): Promise<JobFolder> {
    const folder = await this.#make()
    return {
      input: join(folder, 'input', localName(filename)),
      work: join(folder, 'work'),
      output: join(folder, 'output', 'package.zip'),
      remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
    }
  }

  async #make(): Promise<string> {
    try {
      const folder = await mkdtemp(join(this.#own, 'job-'))
      for (const part of ['input', 'work', 'output']) await mkdir(join(folder, part), { mode: 0o700 })
      return folder
    } catch (error) {
      throw localError(error, `make a folder for temporary files in ${this.#own}`, { storage: `file://${this.#own}` })
    }
  }

  async close(): Promise<void> {
    await rm(this.#own, { recursive: true, force: true })
  }

  /** In a shared folder somebody else could have put a folder or a link of that name there first. */
  async #expectPrivate(): Promise<void> {
    const info = await lstat(this.#base)
    if (info.isDirectory() && info.uid === userId() && (info.mode & 0o077) === 0) return
    throw new ConfigError(
      `Could not use ${this.#base} for temporary files: not a folder that is private to this user. Remove it, or set another folder for temporary files`,
    )
  }

  async #sweep(): Promise<number> {
    const dead = (await readdir(this.#base)).filter((name) => ownerIsDead(safeDecode(name)))
    for (const name of dead) await rm(join(this.#base, name), { recursive: true, force: true })
    return dead.length
  }
}

/** A file system takes 255 bytes per name, an object storage up to 1,024: the extension and the beginning are kept. */
function localName(filename: string): string {
  const bytes = Buffer.from(filename, 'utf8')
  if (bytes.length <= 200) return filename
  const extension = filename.slice(filename.lastIndexOf('.')).slice(-16)
  return (
    bytes
      .subarray(0, 160)
      .toString('utf8')
      .replace(/\uFFFD+$/, '') + extension
  )
}

function safeDecode(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return ''
  }
}

/** Not from the user's entry: in a container there often is none. -1 on systems where users have no numbers. */
function userId(): number {
  return process.getuid?.() ?? -1
}
