import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** One file of the package. */
export interface PackageEntry {
  readonly name: string
  /** Absolute path of its bytes. */
  readonly path: string
  /** Whether deflating makes it smaller; pictures are packed already. */
  readonly isText: boolean
}

/** A local date: yazl writes its local parts, so the bytes are the same in every time zone. */
const FIXED_DATE = new Date(1980, 0, 1)
const FIXED_MODE = 0o100644

/** Packs the files in the given order; the same files give the same bytes, anywhere and at any time. */
export async function writeZip(entries: readonly PackageEntry[], outFile: string): Promise<void> {
  const zip = new ZipFile()
  const failed = new Promise<never>((_, reject) => zip.on('error', reject))
  failed.catch(() => {}) // the pipeline may be the first to tell
  for (const { name, path, isText } of entries) {
    zip.addFile(path, name, { mtime: FIXED_DATE, mode: FIXED_MODE, compress: isText, forceDosTimestamp: true })
  }
  zip.end()
  await Promise.race([pipeline(zip.outputStream, createWriteStream(outFile)), failed])
}
