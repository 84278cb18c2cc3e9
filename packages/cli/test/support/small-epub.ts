import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'

const CONTAINER =
  '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
const PACKAGE = `<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:isbn:9780000000026</dc:identifier><dc:title>Small</dc:title><dc:creator>Ada Batch</dc:creator><dc:language>en</dc:language></metadata><manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>`
const NAV =
  '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>n</title></head><body><nav epub:type="toc"><ol><li><a href="c.xhtml">One</a></li></ol></nav></body></html>'

/** Writes a sound ePub of one chapter. */
export async function writeSmallEpub(path: string, text = 'Once upon a time.'): Promise<void> {
  const zip = new ZipFile()
  const add = (name: string, content: string) =>
    zip.addBuffer(Buffer.from(content), name, { compress: name !== 'mimetype' })
  add('mimetype', 'application/epub+zip')
  add('META-INF/container.xml', CONTAINER)
  add('p.opf', PACKAGE)
  add('nav.xhtml', NAV)
  add(
    'c.xhtml',
    `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>One</title></head><body><h1>One</h1><p>${text}</p></body></html>`,
  )
  zip.end()
  await finished(zip.outputStream.pipe(createWriteStream(path)))
}
