import { describe, expect, test } from 'vitest'
import type { Glyph } from '../../src/pdf/engine/pdf-document.ts'
import { visibleSpaces } from '../../src/pdf/layout/visible-spaces.ts'
import { makePdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const font = { name: 'F', isBold: false, isItalic: false, isFixed: false }

/** Letters with a step from each to the next; a space is where the pen is then. */
function write(text: string, step: number, advance = 5): Glyph[] {
  let x = 100
  return [...text].map((letter) => {
    const glyph = { text: letter, x, y: 100, advance, size: 10, font, angle: 0 }
    x += letter === ' ' ? 0 : step
    return glyph
  })
}

const textOf = (glyphs: readonly Glyph[]) =>
  visibleSpaces(glyphs)
    .map(({ text }) => text)
    .join('')

describe('visibleSpaces', () => {
  test('drops spaces between letters that touch', () => {
    expect(textOf(write('s h _ f l', 5))).toBe('sh_fl')
    expect(textOf(write('s h _ f l', 4.6))).toBe('sh_fl')
  })

  test('keeps spaces that are seen, also between letters that are set closer than they are wide', () => {
    expect(textOf(write('of the', 6))).toBe('of the')
    const close = [...write('of', 2), ...write('the', 2).map((glyph) => ({ ...glyph, x: glyph.x + 5 }))]
    const [space] = write(' ', 2)
    expect(textOf([...close.slice(0, 2), { ...(space as Glyph), x: 103 }, ...close.slice(2)])).toBe('of the')
  })

  test('looks at each line for itself: others of the font may be set wider', () => {
    const line = [...write('of', 2), ...write(' the', 2).map((glyph) => ({ ...glyph, x: glyph.x + 5 }))]
    const others = write('wide lines of text', 5).map((glyph) => ({ ...glyph, y: 114 }))
    expect(textOf([...line, ...others])).toBe(
      `of the${others
        .map(({ text }) => text)
        .join('')
        .replaceAll(' ', '')}`,
    )
  })

  test('keeps spaces at the ends of lines and between fonts', () => {
    const [a, space, b] = write('a b', 5) as [Glyph, Glyph, Glyph]
    expect(textOf([a, space, { ...b, y: 114, x: 100 }])).toBe('a b')
    expect(textOf([a, space, { ...b, font: { ...font, name: 'G' } }])).toBe('a b')
    expect(textOf([a, space])).toBe('a ')
  })
})

test('code that is drawn with a space after every letter is one word', async () => {
  const pdf = await makePdf((doc) => {
    writeLines(doc, ['The flags are in'])
    doc.font('Courier')
    writeLines(doc, [' '], { y: 100 })
    const name = Object.keys(doc.page.fonts).at(-1)
    // A letter of Courier is 600 wide: the space is drawn, and the pen goes back over it.
    doc.addContent(`BT /${name} 11 Tf 1 0 0 -1 160 109.7 Tm [(s ) 640 (h ) 640 (_ ) 640 (f )] TJ ET`)
  })
  expect(showBlocks((await readBytes(pdf)).book.body)).toEqual(['p: The flags are in <code>sh_f</>'])
})
