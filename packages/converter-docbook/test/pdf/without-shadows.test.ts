import { describe, expect, test } from 'vitest'
import type { Glyph } from '../../src/pdf/engine/pdf-document.ts'
import { withoutShadows } from '../../src/pdf/layout/without-shadows.ts'
import { fillLines, makePdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const font = { name: 'Any', isBold: false, isItalic: false, isFixed: false }

function letters(text: string, x = 100, y = 100, size = 40): Glyph[] {
  return [...text].map((letter, i) => ({
    text: letter,
    x: x + 0.25 * size * i,
    y,
    advance: 0.25 * size,
    size,
    font,
    angle: 0,
  }))
}

describe('withoutShadows', () => {
  test('drops what is drawn again a little aside, in any direction and at any place of the page', () => {
    for (const place of [0, 1, 3.9, 57.3, 700.2])
      for (const [right, down] of [
        [3, 3],
        [-3, 3],
        [3, -3],
        [-3, -3],
        [0, 0],
      ] as const) {
        const title = letters('hall ..', place, place)
        const shadow = letters('hall ..', place + right, place + down)
        expect(withoutShadows([...title, ...shadow]).filter(({ text }) => text !== ' ')).toEqual(
          title.filter(({ text }) => text !== ' '),
        )
      }
  })

  test('keeps the letters of a ligature, which are all at one place', () => {
    const [o, f, i, c] = [letters('o', 100), letters('f', 110), letters('i', 110), letters('c', 120)]
    const word = [o, f, f, i, c].flat()
    const shadow = word.map((glyph) => ({ ...glyph, x: glyph.x + 2 }))
    expect(withoutShadows(word)).toEqual(word)
    expect(withoutShadows([...word, ...shadow])).toEqual(word)
  })

  test('goes through any number of letters at one place, in seconds', { timeout: 10_000 }, () => {
    const at = (i: number, size: number) => letters('a', 1 + (i % 7), 1, size)[0] as Glyph
    const sizes = Array.from({ length: 100_000 }, (_, i) => at(i, 10 + i / 1_000))
    const same = Array.from({ length: 100_000 }, () => at(0, 40))
    expect(withoutShadows([...sizes, ...same]).length).toBeLessThan(200_000)
    expect(withoutShadows(same)).toEqual(same)
  })

  test('keeps letters that come again, and smaller ones beside', () => {
    const words = [...letters('llll....||'), ...letters('llll', 100, 105), ...letters('l', 100, 100, 20)]
    expect(withoutShadows(words)).toEqual(words)
  })
})

test('a slide whose lines all have shadows is said once', async () => {
  const lines = ['Stones of the hill', ...fillLines(8)] // the library finds a shadow by itself among the last five lines
  const pdf = await makePdf((doc) => {
    for (const shift of [0, 1.5]) writeLines(doc, lines, { x: 72 + shift, y: 80 + shift, size: 18, step: 24 })
  })
  const expected = `p: ${lines.join(' ')}`
  expect(showBlocks((await readBytes(pdf)).book.body).join(' ')).toBe(expected)
})
