import { describe, expect, test } from 'vitest'
import { fillLines, makePdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const book = (options: object = {}) =>
  makePdf((doc) => {
    for (let page = 0; page < 8; page++) {
      if (page > 0) doc.addPage()
      writeLines(doc, [`This is page number ${page} of it.`, ...fillLines(10)])
    }
  }, options)

/** A PDF whose page tree says that it has more pages than it has. */
function declaring(count: number): Buffer {
  const objects = [
    '1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj',
    `2 0 obj <</Type/Pages/Kids[3 0 R]/Count ${count}>> endobj`,
    '3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj',
    '4 0 obj <</Length 40>> stream\nBT /F 12 Tf 50 200 Td (Only one page.) Tj ET\nendstream endobj',
    '5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj',
  ]
  return Buffer.from(`%PDF-1.4\n${objects.join('\n')}\ntrailer <</Root 1 0 R/Size 6>>\n%%EOF\n`)
}

describe('a PDF that cannot be converted', () => {
  test('fails as encrypted when it needs a password', async () => {
    const bytes = await book({ userPassword: 'secret', ownerPassword: 'owner', pdfVersion: '1.7' })
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'input', context: { reason: 'encrypted' } })
  })

  test('fails as corrupt when it is no PDF inside, or has no pages', async () => {
    const noPdf = Buffer.from(`%PDF-1.7\n${'no objects at all '.repeat(50)}`)
    await expect(readBytes(noPdf)).rejects.toMatchObject({ code: 'input', context: { reason: 'corrupt' } })
  })

  test('fails as over the limit when it declares more pages than any book has', async () => {
    await expect(readBytes(declaring(100_000))).rejects.toMatchObject({ code: 'input', context: { reason: 'limit' } })
  })

  test('fails as unsupported when its pages are to be made from a form', async () => {
    const form = '1 0 obj <</Type/Catalog/Pages 2 0 R/NeedsRendering true/AcroForm <</Fields[]/XFA 4 0 R>>>> endobj'
    const text = declaring(1)
      .toString('latin1')
      .replace(/^1 0 obj .*$/m, form)
    await expect(readBytes(Buffer.from(text, 'latin1'))).rejects.toMatchObject({
      code: 'input',
      context: { reason: 'unsupported' },
    })
  })

  test('fails rather than become an empty book', async () => {
    const blank = await makePdf(() => {})
    await expect(readBytes(blank)).rejects.toMatchObject({ code: 'input', context: { reason: 'content_lost' } })
  })
})

describe('a PDF with defects', () => {
  test('is read when only its owner has a password', async () => {
    const { book: read } = await readBytes(await book({ ownerPassword: 'owner', pdfVersion: '1.7' }))
    expect(showBlocks(read.body).join(' ')).toContain('This is page number 7 of it.')
  })

  test('is read without its table of objects', async () => {
    const text = (await book({ compress: false })).toString('latin1').replace(/startxref\s+\d+/, 'startxref\n99999999')
    const { book: read } = await readBytes(Buffer.from(text, 'latin1'))
    expect(showBlocks(read.body).join(' ')).toContain('This is page number 7 of it.')
  })

  test('is read as far as it goes when its end is missing, with a warning', async () => {
    const bytes = await book()
    const { book: read, warnings } = await readBytes(bytes.subarray(0, bytes.indexOf('xref')))
    expect(showBlocks(read.body).join(' ')).toContain('This is page number 0 of it.')
    expect(warnings.map(({ code }) => code)).toContain('truncated')
  })

  test('gives the pages that exist and a warning for those that do not', async () => {
    const { book: read, warnings } = await readBytes(declaring(3))
    expect(showBlocks(read.body)).toEqual(['p: Only one page.'])
    expect(warnings.filter(({ code }) => code === 'lost_page')).toHaveLength(2)
    expect(read.pageCount).toBe(1)
  })
})
