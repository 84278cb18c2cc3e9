import { readFile as readBytes, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { buildEpub, page, readFile } from '../support/epub-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const HEADERS = [
  { signature: 'PK\x03\x04', flags: 6 },
  { signature: 'PK\x01\x02', flags: 8 },
]
const UTF8 = 0x0800

/** Takes the flag from all entries that says that their names are UTF-8, as zip programs of macOS and Linux write them. */
async function withoutFlags(file: string): Promise<Buffer> {
  const bytes = await readBytes(file)
  for (const { signature, flags } of HEADERS) {
    for (let at = bytes.indexOf(signature); at >= 0; at = bytes.indexOf(signature, at + 1)) {
      bytes.writeUInt16LE(bytes.readUInt16LE(at + flags) & ~UTF8, at + flags)
    }
  }
  return bytes
}

test('names are UTF-8 also where the zip does not say so', async () => {
  const files = { 'première.xhtml': page('<p>text</p>'), '第二章.xhtml': page('<p>more</p>') }
  const file = await buildEpub({ files })
  await writeFile(file, await withoutFlags(file))
  const { book, warnings } = await readFile(file)
  expect(showBlocks(book.body)).toEqual(['p: text', 'p: more'])
  expect(warnings.map(({ code }) => code)).not.toContain('spine_item_missing')
})

test('names that cannot be UTF-8 are those of MS-DOS', async () => {
  const text = page('<p>text</p>')
  const zip = { 'OEBPS/première.xhtml': undefined, 'OEBPS/premi~re.xhtml': text }
  const file = await buildEpub({ files: { 'première.xhtml': text }, zip })
  const bytes = await withoutFlags(file)
  const grave = 0x8a
  for (let at = bytes.indexOf('premi~re'); at >= 0; at = bytes.indexOf('premi~re', at))
    bytes[at + 'premi'.length] = grave
  await writeFile(file, bytes)
  expect(showBlocks((await readFile(file)).book.body)).toEqual(['p: text'])
})
