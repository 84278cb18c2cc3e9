import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'

const BOOK = '<?xml version="1.0"?><book><title>A</title></book>'

/** Writes the smallest package that passes the engine's checks; `note` makes its content differ. */
export async function writePackage(path: string, note = ''): Promise<void> {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from(`${BOOK}<!--${note}-->`), 'Book.XML', { mtime: new Date(1980, 0, 1) })
  zip.end()
  await finished(zip.outputStream.pipe(createWriteStream(path)))
}
