import { describe, expect, test } from 'vitest'
import { fillLines, makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

/** Lines of which the first two run around a large letter. */
function drawInitial(doc: Pdf, letter: string, first: string): void {
  doc.font('Helvetica-Bold')
  writeLines(doc, [letter], { y: 98, size: 34 })
  doc.font('Helvetica')
  writeLines(doc, [first, ...fillLines(1, 7)], { x: 102, y: 100 })
  writeLines(doc, [...fillLines(3), 'so it ends here.'], { y: 128 })
}

async function firstBlock(letter: string, first: string): Promise<string | undefined> {
  return showBlocks((await readBytes(await makePdf((doc) => drawInitial(doc, letter, first)))).book.body)[0]
}

describe('a large letter around which lines run', () => {
  test('is the first letter of their first word', async () => {
    expect(await firstBlock('T', 'he stones lie at the wall of the quay and')).toMatch(
      /^p: The stones lie .* and waaord .* so it ends here\.$/,
    )
  })

  test('is a word where what follows is one, too', async () => {
    expect(await firstBlock('A', 'so stones lie at the wall of the quay and')).toMatch(/^p: A so stones/)
    expect(await firstBlock('A', 'nd stones lie at the wall of the quay and')).toMatch(/^p: And stones/)
  })

  test('stays apart where nothing runs around it', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, ['B'], { y: 98, size: 34 })
      writeLines(doc, ['ones and stones', 'and so on'], { x: 102, y: 100 })
    })
    expect(showBlocks((await readBytes(pdf)).book.body).join(' ')).not.toContain('Bones')
  })
})
