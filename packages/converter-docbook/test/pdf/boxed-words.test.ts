import { expect, test } from 'vitest'
import type { Glyph } from '../../src/pdf/engine/pdf-document.ts'
import { onBaselines } from '../../src/pdf/layout/boxed-words.ts'
import { makePdf, type Pdf, readBytes } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const LINES = [
  'The boy had a dog and he saw a grey hill',
  'by the sea where many people gather stones',
  'and carry them home in large paper bags so',
  'that a wall may be put up along the garden.',
  'They were happy when it was done and then',
  'gave a party for all their friends that day.',
]
const isDeep = (word: string) => /[gjpqy]/.test(word)

/** Lines as programs put them that read scans: each word as large as its box, and deep ones lower. */
function writeScan(pdf: Pdf, depth: number, sizeOf: (n: number) => number): void {
  let n = 0
  for (const [i, line] of LINES.entries()) {
    let x = 72
    for (const word of line.split(' ')) {
      const size = sizeOf(n++)
      const y = 100 + 13 * i + (isDeep(word) ? depth : 0) - size
      pdf.fontSize(size).text(word, x, y + 0.2 * size, { lineBreak: false })
      x += pdf.widthOfString(word) + 3
    }
  }
}
const varied = (n: number) => 9 + (n % 10) / 10

test('words of a scan that stand on the lower edges of their boxes are read in their lines', async () => {
  const pdf = await makePdf((doc) => writeScan(doc, 3, varied))
  expect(showBlocks((await readBytes(pdf)).book.body).join(' ')).toBe(`p: ${LINES.join(' ')}`)
})

/** Letters of these words, one after the other on a line, at these heights and sizes. */
function glyphsOf(words: ReadonlyArray<readonly [word: string, y: number, size: number]>): Glyph[] {
  const font = { name: '', isBold: false, isItalic: false, isFixed: false }
  const letters = words.flatMap(([word, y, size]) => [...word].map((text) => ({ text, y, size })))
  return letters.map((letter, i) => ({ ...letter, x: 5 * i, advance: 5, angle: 0, font }))
}
const row = (deep: number, sizeOf: (n: number) => number, words = ['dog', 'and', 'grey', 'hill']) =>
  Array.from({ length: 40 }, (_, n) => {
    const word = words[n % words.length] ?? ''
    return [word, isDeep(word) ? 100 + deep : 100, sizeOf(n)] as const
  })

test('only deep words are lifted, by as much as they stand lower', () => {
  const lifted = onBaselines(glyphsOf(row(2.5, varied)))
  expect(new Set(lifted.map(({ y }) => y))).toEqual(new Set([100]))
})

test.each([
  ['words that stand on one line', glyphsOf(row(0, varied))],
  ['words of few sizes', glyphsOf(row(2.5, (n) => 9 + (n % 3)))],
  ['marks above the line', glyphsOf(row(2.5, varied, ['dog', '1', 'grey', '2']))],
  ['words that stand much lower', glyphsOf(row(5.5, varied))],
])('%s stay where they are', (_, glyphs) => {
  expect(onBaselines(glyphs)).toBe(glyphs)
})
