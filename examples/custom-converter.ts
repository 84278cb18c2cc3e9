import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { BatchProcessor, ConvertError, type Converter, LocalStorage } from '@rittdoc-batch/core'
import { FileRegistry } from '@rittdoc-batch/registry'
import { ZipFile } from 'yazl'

// A converter of one's own: plain text to a package with one chapter. The engine checks the package before it publishes it.

const textConverter: Converter = {
  id: 'text@1',
  produces: 'rittdoc',
  accepts: ({ format }) => format === '.txt' || 'only plain text is converted here',
  async convert({ input, output, file }) {
    const text = await readFile(input, 'utf8')
    if (text.includes('\u0000'))
      throw new ConvertError('input', `${file.filename} is no text`, { reason: 'unsupported' })
    const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
    const zip = new ZipFile()
    zip.addBuffer(
      Buffer.from(
        `<book id="b001"><chapter id="ch0001"><title/><sect1 id="ch0001s0001"><title/><para>${escaped}</para></sect1></chapter></book>`,
      ),
      'Book.XML',
    )
    zip.end()
    await finished(zip.outputStream.pipe(createWriteStream(output)))
    return { warnings: [{ code: 'missing_isbn', message: 'Plain text states no ISBN' }] }
  },
}

const [root = './books'] = process.argv.slice(2)
const processor = new BatchProcessor({
  storage: new LocalStorage({ root }),
  registry: new FileRegistry({ path: `${root}/.registry/files.db` }),
  converter: textConverter,
  formats: ['.txt'],
  minAgeMs: 0,
})
try {
  const { completed, failed } = await processor.runBatchJob()
  console.log(`${completed} completed, ${failed} failed`)
} finally {
  await processor.close()
}
