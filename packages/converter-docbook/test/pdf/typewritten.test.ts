import { expect, test } from 'vitest'
import { fillLines, makePdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const PROSE = ['It was on a dreary night of November', 'that I beheld the accomplishment of', 'my toils.']
const CODE = ['int stones[] = {1, 2};', 'stones[0] += stones[1];', 'return *stones;']

async function read(lines: readonly string[], { others = 0 } = {}): Promise<string[]> {
  const pdf = await makePdf((doc) => {
    if (others > 0) writeLines(doc, fillLines(others), { y: 600 })
    doc.font('Courier')
    writeLines(doc, PROSE, { y: 80 })
    writeLines(doc, lines, { y: 160 })
  })
  return showBlocks((await readBytes(pdf)).book.body)
}

test('a book that is set in letters of one width has paragraphs, and code where there are many signs', async () => {
  const blocks = await read(CODE)
  expect(blocks[0]).toBe(`p: ${PROSE.join(' ')}`)
  expect(blocks[1]).toMatch(/^code: int stones\[\] = \{1, 2\};\nstones/)
})

test('where only some of a book has such letters they are code', async () => {
  expect((await read(CODE, { others: 8 })).join(' ')).toContain(`code: ${PROSE[0]}\n${PROSE[1]}`)
})
