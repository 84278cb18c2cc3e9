import type { Readable } from 'node:stream'
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl'

/** An entry of a zip with its name and a way to its content. */
export interface ZipEntry {
  /** As the zip has it; not safe to use as a path unless checked. Folders end in `/`. */
  readonly name: string
  readonly entry: Entry
  readonly zip: ZipFile
  /** The unpacked content; fails when it is longer or shorter than announced. */
  open(): Promise<Readable>
}

/** Yields the entries of a zip in the order of its directory, without holding more than one. */
export async function* walkZip(path: string, signal: AbortSignal | undefined): AsyncGenerator<ZipEntry> {
  // Names are decoded here, because yauzl stops at the first unsafe one and says nothing about the rest.
  const zip = await openPromise(path, { decodeStrings: false, autoClose: false })
  try {
    for await (const entry of zip.eachEntry()) {
      signal?.throwIfAborted()
      const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true)
      yield { name, entry, zip, open: () => zip.openReadStreamPromise(entry) }
    }
  } finally {
    zip.close()
  }
}
