import { describe, expect, test } from 'vitest'
import type { Glyph } from '../../src/pdf/engine/pdf-document.ts'
import { hangingOnLine } from '../../src/pdf/layout/hanging-signs.ts'
import { lineText } from '../../src/pdf/layout/text-line.ts'
import { pageSegments } from '../../src/pdf/page-segments.ts'
import { setLetters } from '../support/set-letters.ts'

const LINE = 100

const fontOf = (name: string) => ({ name, isBold: false, isItalic: false, isFixed: false })
const ROMAN = fontOf('CMR10')

const letters = (text: string, x: number, place: { y?: number; size?: number } = {}) =>
  setLetters(text, { x, font: ROMAN, ...place })
const sign = (text: string, x: number, y: number, name = 'CMEX10') => setLetters(text, { x, y, font: fontOf(name) })
const linesOf = (glyphs: readonly Glyph[]) => pageSegments(glyphs, new Map(), []).segments.map(lineText)
const limits = (x: number) => [...letters('n', x, { y: 88, size: 7 }), ...letters('i', x, { y: 109, size: 7 })]

describe('signs that hang from their baseline stand on the line', () => {
  test('roots on that of what they are drawn of, those of roots, too', () => {
    const root = [...letters('t=3+', 10), ...sign('√', 30, 91.5, 'CMSY10'), ...letters('21', 35)]
    expect(linesOf(root)).toEqual(['t=3+√21'])
    const roots = [...letters('x=', 10), ...sign('√', 20, 84), ...sign('√', 25, 91.5), ...letters('21', 30)]
    expect(linesOf(roots)).toEqual(['x=√√21'])
  })

  test('sums and integrals on that of the letter before, or the first one after their limits', () => {
    const after = [...letters('S=', 10), ...sign('∑', 22, 92.5), ...limits(22), ...letters('a', 32)]
    expect(hangingOnLine(after)[2]?.y).toBe(LINE)
    const first = [...sign('∫', 22, 86.4), ...limits(22), ...letters('dx', 32)]
    expect(hangingOnLine(first)[0]?.y).toBe(LINE)
  })

  test('brackets in fonts of large signs', () => {
    const draw = (name: string) => [
      ...letters('y=', 10),
      ...[...sign('(', 20, 91.5, name), ...letters('a+b', 25), ...sign(')', 40, 91.5, name)],
    ]
    expect(linesOf(draw('txex'))).toEqual(['y=(a+b)'])
    expect(linesOf(draw('CMR10'))).toContain('y= a+b')
  })

  test('and stay where nothing on a line below says so', () => {
    for (const glyphs of [
      [...sign('√', 20, 91.5), ...letters('2', 40)],
      [...sign('√', 20, 70), ...letters('2', 25)],
      [...sign('√', 20, LINE), ...letters('2', 25)],
      [...letters('S=', 10), ...sign('∑', 60, 92.5)],
      [...letters('S=', 10), ...sign('∑', 22, 80)],
    ])
      expect(hangingOnLine(glyphs)).toEqual(glyphs)
  })
})
