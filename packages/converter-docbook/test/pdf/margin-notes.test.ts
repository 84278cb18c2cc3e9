import { describe, expect, test } from 'vitest'
import { fillLines, makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

/** A paragraph of full lines. */
const paragraph = (count: number) => [...fillLines(count - 1), 'so it ends.']

/** Three pages of text, the lines of which end at the same place; something is drawn on the last. */
async function blocksOf(
  draw: (doc: Pdf) => void,
  write = (doc: Pdf) => writeLines(doc, paragraph(20)),
): Promise<string[]> {
  const pdf = await makePdf((doc) => {
    for (const page of [0, 1, 2]) {
      if (page > 0) doc.addPage()
      if (page === 2) {
        write(doc)
        draw(doc)
      } else writeLines(doc, paragraph(30))
    }
  })
  return showBlocks((await readBytes(pdf)).book.body)
}

const NOTE = 'sidebar(p: Small words beside the text)'

describe('a note in the margin', () => {
  test('stands after the paragraph beside which it begins, which stays whole', async () => {
    const blocks = await blocksOf((doc) =>
      writeLines(doc, ['Small words', 'beside the text'], { x: 480, y: 150, size: 8, step: 10 }),
    )
    expect(blocks).toHaveLength(4)
    expect(blocks[3]).toBe(NOTE)
    expect(blocks[2]).toMatch(/^p: waaord.* wdaord .*wddord/)
  })

  test('in italics of the size of the text is one, too, at the other edge', async () => {
    const blocks = await blocksOf((doc) => {
      doc.font('Helvetica-Oblique')
      writeLines(doc, ['Small'], { x: 20, y: 150, size: 11 })
      doc.font('Helvetica')
    })
    expect(blocks[3]).toBe('sidebar(p: <emphasis>Small</>)')
  })

  test('at the other edge is no short line of a column that begins there', async () => {
    const column = ['granite in walls 3', 'chalk 5', 'in the far north 7', 'slate on roofs 9', 'marble as floor 11']
    const blocks = await blocksOf(
      (doc) => {
        writeLines(doc, column, { x: 20, y: 150, size: 9, step: 11 })
        writeLines(doc, column, { x: 150, y: 155, size: 9, step: 11 })
      },
      () => {},
    )
    expect(blocks.join(' ')).not.toContain('sidebar')
    expect(blocks.join(' ')).toContain('granite in walls 3 chalk 5 in the far north 7')
  })

  test('stands in the item of a list beside which it begins', async () => {
    const write = (doc: Pdf) => {
      writeLines(doc, paragraph(3))
      writeLines(doc, ['1. Granite is a hard stone of the north', '2. Chalk is a soft one of the south'], { y: 160 })
      writeLines(doc, paragraph(3), { y: 210 })
    }
    const blocks = await blocksOf(
      (doc) => writeLines(doc, ['Small words', 'beside the text'], { x: 480, y: 162, size: 8, step: 10 }),
      write,
    )
    expect(blocks.join(' ')).toContain(`p: Granite is a hard stone of the north | ${NOTE} + p: Chalk`)
  })

  test('stands after the code beside which it begins', async () => {
    const write = (doc: Pdf) => {
      writeLines(doc, paragraph(3))
      doc.font('Courier')
      writeLines(doc, ['let a = 1', 'let b = 2', 'let c = 3', 'let d = 4'], { y: 160 })
      doc.font('Helvetica')
      writeLines(doc, paragraph(3), { y: 240 })
    }
    const blocks = await blocksOf(
      (doc) => writeLines(doc, ['Small words', 'beside the text'], { x: 480, y: 176, size: 8, step: 10 }),
      write,
    )
    const code = blocks.findIndex((block) => block.startsWith('code'))
    expect(blocks.slice(code, code + 2)).toEqual(['code: let a = 1\nlet b = 2\nlet c = 3\nlet d = 4', NOTE])
  })
})

test('notes in letters of code are such where any stands behind the text, those before the text, too', async () => {
  const blocks = await blocksOf((doc) => {
    doc.font('Courier')
    writeLines(doc, ['Small words'], { x: 480, y: 150, size: 7 })
    writeLines(doc, ['before'], { x: 20, y: 250, size: 7 })
    doc.font('Helvetica')
  })
  expect(blocks.slice(3)).toEqual(['sidebar(p: Small words)', 'sidebar(p: before)'])
})

describe('what is no note stays where it is', () => {
  const hasNote = (blocks: readonly string[]) => blocks.some((block) => block.includes('sidebar'))

  test('numbers of lines', async () => {
    const blocks = await blocksOf((doc) => writeLines(doc, ['5', '10', '15'], { x: 480, y: 152, size: 7, step: 70 }))
    expect(hasNote(blocks)).toBe(false)
  })

  test('names of code, which stand before the paragraph beside which they begin', async () => {
    const blocks = await blocksOf(
      (doc) => {
        doc.font('Courier')
        writeLines(doc, ['\\stone'], { x: 20, y: 40, size: 8 })
        doc.font('Helvetica')
      },
      (doc) => writeLines(doc, paragraph(20), { y: 40 }),
    )
    expect(blocks[2]).toBe('code: \\stone')
    expect(blocks[3]).toMatch(/^p: waaord/)
  })

  test('words of the size of the text', async () => {
    const blocks = await blocksOf((doc) => writeLines(doc, ['Upright words', 'beside it'], { x: 480, y: 150 }))
    expect(hasNote(blocks)).toBe(false)
  })

  test('small words beside which no text stands', async () => {
    const blocks = await blocksOf((doc) =>
      writeLines(doc, ['Small words', 'at the foot'], { x: 480, y: 500, size: 8, step: 10 }),
    )
    expect(hasNote(blocks)).toBe(false)
  })

  test('cells of a wide table in small letters', async () => {
    const write = (doc: Pdf) => {
      writeLines(doc, paragraph(3))
      for (const y of [180, 200, 220])
        writeLines(doc, ['a cell of the table that holds many words'], { x: 100, y, size: 8 })
      writeLines(doc, paragraph(3), { y: 250 })
    }
    const blocks = await blocksOf((doc) => {
      for (const y of [180, 200, 220]) writeLines(doc, ['another'], { x: 480, y, size: 8 })
    }, write)
    expect(hasNote(blocks)).toBe(false)
  })
})
