import { describe, expect, test } from 'vitest'
import type { Glyph } from '../../src/pdf/engine/pdf-document.ts'
import { withSmallSigns } from '../../src/pdf/layout/small-signs.ts'
import { lineText } from '../../src/pdf/layout/text-line.ts'
import { pageSegments } from '../../src/pdf/page-segments.ts'

const font = { name: 'F', isBold: false, isItalic: false, isFixed: false }
const SIZE = 8

/** A letter in the box of its ink, as wide as it is high. */
function glyph(text: string, x: number, { y = 100, size = SIZE } = {}): Glyph {
  return { text, x, y, advance: size, size, font, angle: 0 }
}

const linesOf = (glyphs: readonly Glyph[]) => pageSegments(glyphs, new Map(), []).segments.map(lineText)
const SMALL = { y: 95, size: 2.5 }

describe('signs between Chinese letters that are as small as their ink', () => {
  const line = [glyph('一', 0), glyph('幕', 9), glyph('。', 18, SMALL), glyph('灯', 27), glyph('光', 36)]

  test('stand on the line, in its size and as wide as it', () => {
    expect(withSmallSigns(line)[2]).toEqual(glyph('。', 18))
    expect(linesOf(line)).toEqual(['一幕。灯光'])
  })

  test('are as wide as the room before the next letter, and several stand beside each other', () => {
    const close = [glyph('幕', 0), glyph('。', 9, SMALL), glyph('”', 13, SMALL), glyph('灯', 17)]
    expect(withSmallSigns(close).map(({ x, advance }) => x + advance)).toEqual([8, 13, 17, 25])
    expect(linesOf(close)).toEqual(['幕。”灯'])
  })

  test('stay where they are beside other letters, further away, on other lines, and where they are larger', () => {
    for (const [before, sign] of [
      [glyph('a', 0), glyph('.', 9, SMALL)],
      [glyph('幕', 0), glyph('。', 16, SMALL)],
      [glyph('幕', 0), glyph('。', 9, { y: 90, size: 2.5 })],
      [glyph('幕', 0), glyph('。', 9, { y: 97, size: 5 })],
      [glyph('幕', 0), glyph('二', 9, SMALL)],
    ] as const)
      expect(withSmallSigns([before, sign])).toEqual([before, sign])
  })
})

test('letters of Chinese that are spaced out a little are no words of their own; wider gaps divide them', () => {
  const at = (gaps: readonly number[]) => {
    let x = 0
    return [...'第一幕灯'].map((text, i) => {
      x += i === 0 ? 0 : SIZE + (gaps[i - 1] ?? 0)
      return glyph(text, x)
    })
  }
  expect(linesOf(at([0, 1.6, 0]))).toEqual(['第一幕灯'])
  expect(linesOf(at([0, 4, 0]))).toEqual(['第一 幕灯'])
})
