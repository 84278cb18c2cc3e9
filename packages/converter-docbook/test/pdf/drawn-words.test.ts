import { expect, test } from 'vitest'
import { drawnWords } from '../../src/pdf/drawings/drawn-words.ts'
import type { Segment } from '../../src/pdf/layout/text-line.ts'

function label(text: string, baseline: number): Segment {
  const box = { left: 10, right: 90, top: baseline - 8, bottom: baseline + 2 }
  const style = { isBold: false, isItalic: false, isFixed: false }
  return { box, baseline, size: 10, letters: text.length, isBold: false, isFixed: false, spans: [{ ...style, text }] }
}

test('words of a drawing that nobody can read are not among those that stand for it', () => {
  const labels = [label('Energy \uE021\uE022', 10), label('\uFFFD\uFFFD', 30), label('of pi\uFFFDns', 50)]
  expect(drawnWords({ labels, turned: [], parts: [] })).toBe('Energy of pi\uFFFDns')
  expect(drawnWords({ labels: labels.slice(1, 2), turned: [], parts: [] })).toBeUndefined()
})
