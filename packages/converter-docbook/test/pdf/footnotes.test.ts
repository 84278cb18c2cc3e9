import { describe, expect, test } from 'vitest'
import { fillLines, makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks, showBody } from '../support/show-tree.ts'

/** A line that ends with a raised mark, and a note of small letters at the foot that begins with one. */
function drawNote(doc: Pdf, mark: string, noteMark: string, options: object = {}): void {
  writeLines(doc, fillLines(5))
  doc.fontSize(11).text('Stones are old', 72, 170, { lineBreak: false })
  doc.fontSize(6).text(mark, 72 + 76, 168, { lineBreak: false, ...options })
  doc.fontSize(5).text(noteMark, 72, 700, { lineBreak: false })
  doc.fontSize(8).text('As everybody knows.', 76, 701, { lineBreak: false })
}

describe('notes at the foot of the page', () => {
  test('stand at their mark', async () => {
    const { book } = await readBytes(await makePdf((doc) => drawNote(doc, '3', '3')))
    expect(showBlocks(book.body).at(-1)).toMatch(/Stones are old\{p: As everybody knows\.\}$/)
  })

  test('are not inside of the link that their mark is', async () => {
    const { book } = await readBytes(
      await makePdf((doc) => {
        drawNote(doc, '3', '3', { link: 'https://example.org/' })
      }),
    )
    expect(showBlocks(book.body).at(-1)).toMatch(/Stones are old\{p: As everybody knows\.\}$/)
  })

  test('in the size of the text are some whose marks lead to the text and back', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(5))
      for (const [i, y] of [200, 240].entries()) {
        writeLines(doc, ['Stones are old'], { y })
        doc.fontSize(6).text(`${i + 1} `, 72 + 76, y - 2, { lineBreak: false, goTo: `note${i}` })
        writeLines(doc, ['They are hard.'], { x: 72 + 84, y })
        writeLines(doc, ['As everybody knows', 'who saw one.'], { x: 77, y: 700 + 40 * i })
        doc.fontSize(6).text(`${i + 1}`, 72, 698 + 40 * i, { lineBreak: false, goTo: `mark${i}` })
        doc.addNamedDestination(`mark${i}`, 'XYZ', 72, y - 4, null)
        doc.addNamedDestination(`note${i}`, 'XYZ', 72, 696 + 40 * i, null)
      }
    })
    const blocks = showBlocks((await readBytes(pdf)).book.body)
    const note = 'Stones are old{p: As everybody knows who saw one.} They are hard.'
    expect(blocks.slice(-2)).toEqual([`p: ${note}`, `p: ${note}`])
  })

  test('may begin with a number that is not raised, and count on', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(5))
      for (const [i, y] of [200, 240].entries()) {
        writeLines(doc, ['Stones are old'], { y })
        doc.fontSize(6).text(`${i + 7}`, 72 + 76, y - 2, { lineBreak: false })
      }
      writeLines(
        doc,
        ['as some think of this.', '7 As everybody knows', 'who saw one in 1968,', '12 of them.', '8 They are hard.'],
        { y: 700, size: 8, step: 10 },
      )
    })
    const blocks = showBlocks((await readBytes(pdf)).book.body)
    expect(blocks.slice(-3)).toEqual([
      'p: Stones are old{p: As everybody knows who saw one in 1968, 12 of them.}',
      'p: Stones are old{p: They are hard.}',
      'p: as some think of this.',
    ])
  })

  test.each([
    ['there is none of that number in the text', '3', ['4 As everybody knows.']],
    ['numbers follow', '3', ['3 17 19', '4 21 23']],
    ['letters of the size of the text follow', '3', ['3 As everybody knows.', '']],
  ])('with such a number stay where they are when %s', async (_, mark, lines) => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(5))
      writeLines(doc, ['Stones are old'], { y: 170 })
      doc.fontSize(6).text(mark, 72 + 76, 168, { lineBreak: false })
      writeLines(doc, lines, { y: 700, size: 8, step: 10 })
      if (lines.includes('')) writeLines(doc, ['Stones are hard, as they are.'], { y: 740 })
    })
    expect(showBlocks((await readBytes(pdf)).book.body).join(' ')).not.toContain('{')
  })

  test('stay where they are when no mark of the text is theirs', async () => {
    const { book } = await readBytes(await makePdf((doc) => drawNote(doc, '3', '4')))
    const blocks = showBlocks(book.body)
    expect(blocks.at(-1)).toContain('As everybody knows.')
    expect(blocks.join(' ')).not.toContain('{')
  })

  test('of a title do not hide the title from its outline entry', async () => {
    const pdf = await makePdf((doc) => {
      drawNote(doc, '3', '3')
      doc.outline.addItem('Stones are old')
    })
    const { book } = await readBytes(pdf)
    expect(showBody(book.body)).toHaveLength(2)
    expect(showBlocks(book.body).join(' ')).not.toContain('Stones are old')
  })
})
