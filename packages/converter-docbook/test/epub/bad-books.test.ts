import { readFile as readBytes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildEpub, page, readBody, readFile, readParts, testFolder } from '../support/epub-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const A_PAGE = { 'c1.xhtml': page('<p>text</p>') }

async function fileOf(bytes: Buffer): Promise<string> {
  const file = join(await testFolder(), 'book.epub')
  await writeFile(file, bytes)
  return file
}

const encryption = (uri: string): string =>
  `<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/><enc:CipherData><enc:CipherReference URI="${uri}"/></enc:CipherData></enc:EncryptedData></encryption>`

describe('refuses, as the fault of the book', () => {
  const refusal = (reason: string, message: RegExp) =>
    expect.objectContaining({
      code: 'input',
      context: expect.objectContaining({ reason }),
      message: expect.stringMatching(message),
    })

  test('an empty file', async () => {
    await expect(readFile(await fileOf(Buffer.alloc(0)))).rejects.toEqual(refusal('corrupt', /empty/))
  })

  test('a file that is no zip', async () => {
    await expect(readFile(await fileOf(Buffer.from('%PDF-1.4 hello')))).rejects.toEqual(
      refusal('corrupt', /not an ePub/),
    )
  })

  test('a file that was cut off', async () => {
    const whole = await readBytes(await buildEpub({ files: A_PAGE }))
    await expect(readFile(await fileOf(whole.subarray(0, whole.length - 40)))).rejects.toEqual(
      refusal('corrupt', /cut off/),
    )
  })

  test('a zip with a damaged page', async () => {
    const bytes = await readBytes(await buildEpub({ files: { 'c1.xhtml': page(`<p>${'abcdefgh '.repeat(500)}</p>`) } }))
    const at = bytes.indexOf('OEBPS/c1.xhtml') + 14 + 40
    for (let i = 0; i < 12; i++) bytes[at + i] = 0x55
    await expect(readFile(await fileOf(bytes))).rejects.toEqual(refusal('corrupt', /damaged/))
  })

  test('a zip without a package document', async () => {
    const file = await buildEpub({ files: A_PAGE, zip: { 'OEBPS/content.opf': undefined } })
    await expect(readFile(file)).rejects.toEqual(refusal('corrupt', /no package document/))
  })

  test('a zip without most of its pages', async () => {
    const files = { ...A_PAGE, 'c2.xhtml': page('<p>2</p>'), 'c3.xhtml': page('<p>3</p>') }
    const file = await buildEpub({ files, zip: { 'OEBPS/c2.xhtml': undefined, 'OEBPS/c3.xhtml': undefined } })
    await expect(readFile(file)).rejects.toEqual(
      refusal('content_lost', /2 of the 3 documents .* OEBPS\/c2\.xhtml.* complete file/),
    )
  })

  test('a zip bomb', async () => {
    const file = await buildEpub({ files: { ...A_PAGE, 'bomb.xhtml': Buffer.alloc(20 * 1024 ** 2, 0x20) } })
    await expect(readFile(file)).rejects.toEqual(refusal('limit', /times its size/))
  })

  test('encrypted pages', async () => {
    const file = await buildEpub({
      files: A_PAGE,
      zip: { 'META-INF/encryption.xml': encryption('OEBPS/c1.xhtml'), 'META-INF/rights.xml': '<rights/>' },
    })
    await expect(readFile(file)).rejects.toEqual(refusal('encrypted', /rights management.*OEBPS\/c1\.xhtml/))
  })

  test('a book without text and pictures', async () => {
    await expect(readBody('<p> </p>')).rejects.toEqual(refusal('content_lost', /neither text nor pictures/))
  })

  test('a book of pictures of which none is there', async () => {
    await expect(readBody('<p><img src="1.png" alt="Page 1"/></p>')).rejects.toEqual(refusal('content_lost', /neither/))
  })

  test('a book of which no page is there', async () => {
    const file = await buildEpub({ files: A_PAGE, zip: { 'OEBPS/c1.xhtml': undefined } })
    await expect(readFile(file)).rejects.toEqual(refusal('content_lost', /1 of the 1 documents/))
  })
})

describe('reads with a warning, or without', () => {
  const codes = async (parts: Parameters<typeof readParts>[0]) =>
    (await readParts(parts)).warnings.map((warning) => warning.code)

  test('a wrong or missing mimetype', async () => {
    expect(await codes({ files: A_PAGE, zip: { mimetype: 'application/zip' } })).toContain('wrong_mimetype')
    expect(await codes({ files: A_PAGE, zip: { mimetype: undefined } })).toContain('wrong_mimetype')
  })

  test('a missing container, by the only package document', async () => {
    const { book, warnings } = await readParts({ files: A_PAGE, zip: { 'META-INF/container.xml': undefined } })
    expect(showBlocks(book.body)).toEqual(['p: text'])
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'container_missing' }))
  })

  test('pages of the reading order that are missing', async () => {
    const files = { ...A_PAGE, 'c2.xhtml': page('<p>2</p>') }
    expect(await codes({ files, zip: { 'OEBPS/c2.xhtml': undefined } })).toContain('spine_item_missing')
  })

  test('nothing, when names in the zip have steps to the folder itself', async () => {
    const zip = { 'OEBPS/c1.xhtml': undefined, 'OEBPS/./c1.xhtml': page('<p>text</p>') }
    expect(showBlocks((await readParts({ files: A_PAGE, zip })).book.body)).toEqual(['p: text'])
    const doubled = { 'OEBPS/c1.xhtml': undefined, './OEBPS//c1.xhtml': page('<p>text</p>') }
    expect(showBlocks((await readParts({ files: A_PAGE, zip: doubled })).book.body)).toEqual(['p: text'])
  })

  test('obfuscated fonts, without a word', async () => {
    const encryption =
      '<encryption><EncryptedData><EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/><CipherData><CipherReference URI="OEBPS/f.otf"/></CipherData></EncryptedData></encryption>'
    expect(await codes({ files: A_PAGE, zip: { 'META-INF/encryption.xml': encryption } })).toEqual(['toc_missing'])
  })

  test('encrypted sound, which the text does not need', async () => {
    const { book, warnings } = await readParts({
      files: { 'c1.xhtml': page('<p>text</p><audio src="a.mp3"/>'), 'a.mp3': 'x' },
      zip: { 'META-INF/encryption.xml': encryption(' OEBPS/a.mp3 ') },
    })
    expect(showBlocks(book.body)).toEqual(['p: text'])
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'file_encrypted', place: 'OEBPS/a.mp3' }))
  })

  test('an encrypted or missing picture, for which its words stand', async () => {
    const { book, warnings } = await readParts({
      files: {
        'c1.xhtml': page('<p>text</p><img src="a.png" alt="A cat"/><p>see <img src="b.png" alt="b"/></p>'),
        'a.png': 'x',
      },
      zip: { 'META-INF/encryption.xml': encryption('OEBPS/a.png') },
    })
    expect(showBlocks(book.body)).toEqual(['p: text', 'figure(!"A cat")', 'p: see !"b"'])
    expect(book.media).toEqual([])
    const codes = warnings.map(({ code }) => code)
    expect(codes.filter((code) => code === 'image_missing')).toHaveLength(2)
    expect(codes).toContain('file_encrypted')
  })

  test('an encrypted table of contents', async () => {
    const found = await codes({
      files: A_PAGE,
      toc: '<li><a href="c1.xhtml">One</a></li>',
      zip: { 'META-INF/encryption.xml': encryption('OEBPS/nav.xhtml') },
    })
    expect(found).toEqual(expect.arrayContaining(['file_encrypted', 'toc_missing']))
  })

  test('markup that is not well-formed, with line and column', async () => {
    const { book, warnings } = await readBody(
      '<p>one<br>two &amp three</p>\n<p id="x"/><a id="y"/><p>four</p><![CDATA[a < b]]>',
    )
    expect(showBlocks(book.body)).toEqual(['p: one /two & three', 'p: four', 'p: a < b'])
    expect(warnings).toContainEqual(
      expect.objectContaining({ code: 'not_well_formed', message: expect.stringMatching(/line \d+, column \d+/) }),
    )
  })

  test('text of an encoding other than it says', async () => {
    const { book, warnings } = await readParts({
      files: { 'c1.xhtml': Buffer.from(page('<p>caf\u00e9</p>'), 'latin1') },
    })
    expect(showBlocks(book.body)).toEqual(['p: café'])
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'wrong_encoding' }))
  })
})

describe('hostile books', () => {
  test('names that lead out of the zip are not there', async () => {
    const { book, warnings } = await readParts({
      files: { 'c1.xhtml': page('<p>a</p><img src="../../../../etc/hostname"/>') },
    })
    expect(book.media).toEqual([])
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'image_missing' }))
  })

  test('external entities are never read and declared ones do not multiply', async () => {
    const doctype = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'
    const text = page('<p>&x; &a; &b; &eacute;</p>').replace('<html', `${doctype}<html`)
    const { book, warnings } = await readParts({ files: { 'c1.xhtml': text } })
    expect(showBlocks(book.body)).toEqual(['p: &x; lol &a;&a;&a; é'])
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'unknown_entity' }))
  })

  test('elements nested without end do not end the process', async () => {
    const { book } = await readBody(`${'<div>'.repeat(20_000)}deep${'</div>'.repeat(20_000)}<p>after</p>`)
    expect(showBlocks(book.body)).toEqual(['p: deep', 'p: after'])
  })
})

test('UTF-16 and legacy encodings are read as declared', async () => {
  const utf16 = Buffer.concat([
    Buffer.from([0xff, 0xfe]),
    Buffer.from(page('<p>ü漢</p>').replace('utf-8', 'utf-16'), 'utf16le'),
  ])
  const latin = Buffer.from(page('<p>\u00fc</p>').replace('utf-8', 'iso-8859-1'), 'latin1')
  const { book } = await readParts({ files: { 'a.xhtml': utf16, 'b.xhtml': latin } })
  expect(showBlocks(book.body)).toEqual(['p: ü漢', 'p: ü'])
})
