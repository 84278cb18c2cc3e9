import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** Books by their keys. */
export type Books = ReadonlyMap<string, Buffer>

/** Size of the book that is large: above what goes to S3 in one request. */
export const LARGE_BYTES = 20 * 1024 ** 2

const CONTAINER =
  '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
const META =
  '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:isbn:9780000000026</dc:identifier><dc:title>Small</dc:title><dc:creator>Ada Batch</dc:creator><dc:language>en</dc:language></metadata>'
const OPF = `<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">${META}<manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>`

/** Four tiny books of two publishers, or a tiny and a large one. */
export async function makeBooks(size: 'tiny' | 'large'): Promise<Books> {
  const keys = ['Acme/one.epub', 'Acme/two.epub', 'Bücher/drei.epub', 'Bücher/vier fünf.epub']
  if (size === 'tiny') return new Map(await Promise.all(keys.map(async (key) => [key, await makeBook(key)] as const)))
  return new Map([
    ['Acme/one.epub', await makeBook('Acme/one.epub')],
    ['Bücher/large.epub', await makeBook('Bücher/large.epub', LARGE_BYTES)],
  ])
}

/**
 * An ePub of one page. It also holds what makes it a package, so that a converter that copies is as good as another
 * where only the ways of the files matter.
 */
export async function makeBook(text: string, padBytes = 0): Promise<Buffer> {
  const zip = new ZipFile()
  const add = (name: string, content: string | Buffer) =>
    zip.addBuffer(Buffer.from(content), name, { compress: typeof content === 'string', mtime: new Date(1980, 0, 1) })
  add('mimetype', Buffer.from('application/epub+zip'))
  add('META-INF/container.xml', CONTAINER)
  add('p.opf', OPF)
  add(
    'c.xhtml',
    `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>One</title></head><body>${text}</body></html>`,
  )
  add('Book.XML', `<book><title>${text}</title></book>`)
  if (padBytes > 0) add('padding', padding(text, padBytes))
  zip.end()
  return buffer(zip.outputStream)
}

/** Bytes that do not shrink, the same for the same text. */
function padding(text: string, bytes: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(bytes / 64) }, (_, index) =>
    createHash('sha512').update(`${text} ${index}`).digest(),
  )
  return Buffer.concat(blocks).subarray(0, bytes)
}
