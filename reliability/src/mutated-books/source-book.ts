import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { promisify } from 'node:util'
import type { RawEntry } from '../bad-books/raw-zip.ts'
import type { Random } from '../random.ts'
import { mutate } from './mutate.ts'
import { mutateEntries } from './mutate-entries.ts'

/** A good book that damaged ones are made of. */
export interface SourceBook {
  readonly name: string
  readonly bytes: Buffer
  /** The files of an ePub; none of a PDF. */
  readonly entries: readonly RawEntry[]
}

/** Every ePub and PDF of a folder, in the order of their names. */
export async function sourceBooks(folder: string): Promise<SourceBook[]> {
  const names = (await readdir(folder)).filter((name) => /\.(epub|pdf)$/.test(name)).sort()
  return await Promise.all(names.map((name) => readBook(join(folder, name))))
}

async function readBook(path: string): Promise<SourceBook> {
  const entries = path.endsWith('.epub') ? await unpack(path) : []
  return { name: basename(path), bytes: await readFile(path), entries }
}

async function unpack(path: string): Promise<RawEntry[]> {
  const folder = await mkdtemp(join(tmpdir(), 'source-book-'))
  try {
    await promisify(execFile)('unzip', ['-q', path, '-d', folder])
    const found = await readdir(folder, { recursive: true, withFileTypes: true })
    const paths = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    const order = (path: string) => (path.endsWith('mimetype') ? '' : path)
    const sorted = paths.sort((a, b) => (order(a) < order(b) ? -1 : 1))
    return await Promise.all(
      sorted.map(async (path) => ({ name: path.slice(folder.length + 1), data: await readFile(path) })),
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A damaged copy, under a name that tells what was done to it. */
export function damagedCopy(book: SourceBook, number: number, random: Random): { name: string; bytes: Buffer } {
  const isUnpacked = book.entries.length > 0 && random.below(2) === 0
  const { name, bytes } = isUnpacked ? mutateEntries(book.entries, random) : mutate(book.bytes, random)
  const extension = extname(book.name)
  return { name: `${String(number).padStart(4, '0')}-${basename(book.name, extension)}-${name}${extension}`, bytes }
}
