import { expect, test } from 'vitest'
import { buildRuns } from '../../src/pdf/layout/build-runs.ts'
import { toSegment } from '../../src/pdf/layout/run-segment.ts'

const font = { name: 'F', isBold: false, isItalic: false, isFixed: false }
const segmentOf = (text: string, names = font) => {
  const run = [...text].map((letter, i) => ({
    ...{ text: letter, x: 100 + 10 * i, y: 50, advance: 10 },
    ...{ size: 10, font: names, angle: 0 },
  }))
  return toSegment(run, [], () => false)
}

test('a line ends where the ink of its last mark does, in East Asian letters', () => {
  expect(segmentOf('石头').box.right).toBe(120)
  expect(segmentOf('石头，').box.right).toBe(124)
  expect(segmentOf('石，头').box.right).toBe(130)
})

test('the letters of a wide ligature, which all stand where it does, are of one run', () => {
  const places = [95, 100, 100, 100, 110, 115]
  const run = [...'offici'].map((text, i) => ({
    ...{ text, x: places[i] ?? 0, y: 50, advance: places[i] === 100 ? 10 : 5 },
    ...{ size: 12, font, angle: 0 },
  }))
  expect(buildRuns(run)).toEqual([run])
})

test('letters of fonts for formulas are counted, but not the dots that lead to a page', () => {
  expect(segmentOf('ab.c').mathLetters).toBeUndefined()
  expect(segmentOf('ab.c', { ...font, name: 'CMMI10' }).mathLetters).toBe(3)
  expect(segmentOf('ab', { ...font, name: 'Cambria Math' }).mathLetters).toBe(2)
})
