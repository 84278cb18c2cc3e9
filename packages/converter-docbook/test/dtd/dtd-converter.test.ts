import { createWriteStream } from 'node:fs'
import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import type { Converter, ConvertJob } from '@rittdoc-batch/core'
import { expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { DocbookConverter, DtdConverter } from '../../src/index.ts'
import { RITTDOC_DTD, whyNoDtd } from '../support/dtd.ts'
import { tempDir } from '../support/temp-dir.ts'

const HANDBOOK = fileURLToPath(new URL('../../../../examples/books/handbook.epub', import.meta.url))
const NOTE = whyNoDtd === undefined ? '' : ` (skipped: ${whyNoDtd})`

const DTD = '<!ENTITY % names SYSTEM "names.ent">%names;<!ELEMENT book (chapter+)><!ELEMENT chapter (#PCDATA)>'
const BOOK =
  '<?xml version="1.0"?>\n<!DOCTYPE book PUBLIC "-//x//y" "http://localhost/x.dtd" [\n<!ENTITY ch0001 SYSTEM "ch0001.xml">\n<!ENTITY ch0002 SYSTEM "ch0002.xml">\n]>\n<book>\n&ch0001;\n&ch0002;\n</book>'

async function packageOf(files: Readonly<Record<string, string>>): Promise<string> {
  const path = join(await tempDir(), 'made.zip')
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name)
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(path))
  return path
}

async function jobFor(input: string): Promise<ConvertJob> {
  const workDir = await tempDir()
  return {
    input,
    workDir,
    output: join(workDir, 'out.zip'),
    file: { publisher: 'P', key: 'P/b.epub', filename: 'b.epub', format: '.epub', sizeBytes: 1 },
    attempt: 1,
    options: {},
    timeoutMs: 60_000,
    log: () => {},
    progress: () => {},
  }
}

async function dtdFile(): Promise<string> {
  const folder = await tempDir()
  await writeFile(join(folder, 'names.ent'), '<!ENTITY dots "&#8230;">')
  await writeFile(join(folder, 'book.dtd'), DTD)
  return join(folder, 'book.dtd')
}

/** Gives out what it is given. */
const copying: Converter = {
  id: 'copying@1',
  produces: 'rittdoc',
  async convert({ input, output }) {
    await copyFile(input, output)
    return { metrics: { copied: 1 } }
  },
}

async function convert(files: Readonly<Record<string, string>>) {
  const converter = new DtdConverter({ converter: copying, dtd: await dtdFile() })
  return converter.convert(await jobFor(await packageOf(files)))
}

test('a package that follows the DTD is the result of the converter', async () => {
  const files = { 'Book.XML': BOOK, 'ch0001.xml': '<chapter>and so on&dots;</chapter>', 'ch0002.xml': '<chapter/>' }
  expect(await convert(files)).toEqual({ metrics: { copied: 1 } })
})

test('a package that does not is an invalid output, and the error names the fragment and the element', async () => {
  const wrong = '<?xml version="1.0"?>\n<chapter>\n<verse/></chapter>'
  const files = { 'Book.XML': BOOK, 'ch0001.xml': '<chapter/>', 'ch0002.xml': wrong }
  await expect(convert(files)).rejects.toMatchObject({
    code: 'invalid_output',
    message: expect.stringMatching(/^The package does not follow the DTD: ch0002\.xml: .*verse/),
    context: { reason: 'invalid' },
  })
})

test('a package without one of its fragments is not validated, and says so', async () => {
  const files = { 'Book.XML': '<book>&gone;</book>' }
  await expect(convert(files)).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('gone') })
})

test('check names a file of the DTD that cannot be read', async () => {
  const converter = new DtdConverter({ converter: copying, dtd: '/nowhere/book.dtd' })
  await expect(converter.check()).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringContaining('/nowhere/book.dtd'),
  })
})

test.skipIf(whyNoDtd !== undefined)(`a book that is converted here follows the RittDoc DTD${NOTE}`, async () => {
  const converter = new DtdConverter({ converter: new DocbookConverter(), dtd: RITTDOC_DTD })
  await converter.check()
  const { metrics } = await converter.convert(await jobFor(HANDBOOK))
  expect(metrics?.components).toBeGreaterThan(0)
})
