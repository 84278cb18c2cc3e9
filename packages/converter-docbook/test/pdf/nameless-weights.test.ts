import { describe, expect, test } from 'vitest'
import { withNamelessWeights } from '../../src/pdf/engine/nameless-weights.ts'
import type { Font, Glyph } from '../../src/pdf/engine/pdf-document.ts'

const WORDS = 'stones of the hill are older than any house'
const newFont = (name = ''): Font => ({ name, isBold: false, isItalic: false, isFixed: false })
/** Widths of letters, which differ as those of any font do. */
const widthOf = (letter: string) => 0.3 + (letter.charCodeAt(0) % 7) / 20

interface Style {
  readonly font: Font
  readonly size?: number
  readonly times?: number
  readonly width?: (letter: string) => number
}

function set({ font, size = 10, times = 1, width = widthOf }: Style): Glyph[] {
  const letters = WORDS.repeat(times).replaceAll(' ', '')
  return [...letters].map((text, i) => ({ text, x: 5 * i, y: 0, advance: width(text) * size, size, font, angle: 0 }))
}

const isBold = (glyphs: readonly Glyph[]) => withNamelessWeights(glyphs).some(({ font }) => font.isBold)

describe('withNamelessWeights', () => {
  const text = set({ font: newFont(), times: 8 })
  const wider = (factor: number) => (letter: string) => factor * widthOf(letter)

  test('a font without a name is bold whose letters are all as much wider than those of the text', () => {
    const heading = set({ font: newFont(), width: wider(1.15) })
    const read = withNamelessWeights([...heading, ...text])
    expect(read.map(({ font }) => font.isBold)).toEqual([...heading.map(() => true), ...text.map(() => false)])
  })

  test.each<[string, Style]>([
    ['as wide', { font: newFont(), width: wider(1.02) }],
    ['of one width', { font: newFont(), width: () => 0.6 }],
    ['of another size', { font: newFont(), size: 8, width: wider(1.15) }],
    ['that has a name', { font: newFont('CMR10'), width: wider(1.15) }],
  ])('one %s is not', (_, style) => {
    expect(isBold([...set(style), ...text])).toBe(false)
  })

  test('few letters of text say nothing', () => {
    const few = set({ font: newFont(), times: 2 })
    expect(isBold([...set({ font: newFont(), width: wider(1.15) }), ...few])).toBe(false)
  })
})
