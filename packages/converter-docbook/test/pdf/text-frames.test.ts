import { describe, expect, test } from 'vitest'
import type { Box, PageShape } from '../../src/pdf/engine/pdf-document.ts'
import { inReadingOrder } from '../../src/pdf/layout/reading-order.ts'
import { framesTogether, textFrames } from '../../src/pdf/layout/text-frames.ts'
import type { Segment } from '../../src/pdf/layout/text-line.ts'

interface Item {
  readonly name: string
  readonly box: Box
  readonly segment: Segment
}

function item(name: string, left: number, top: number, width = 150): Item {
  const box = { left, right: left + width, top, bottom: top + 10 }
  const spans = [{ text: name, isBold: false, isItalic: false, isFixed: false }]
  const own = { box, baseline: top + 8, size: 10, letters: width / 5, isBold: false, isFixed: false }
  return { name, box, segment: { ...own, spans } }
}

const column = (name: string, left: number, [top, count]: readonly [number, number], width?: number) =>
  Array.from({ length: count }, (_, i) => item(`${name}${i}`, left, top + 14 * i, width))

const frame = (left: number, top: number, right: number, bottom: number): Box => ({ left, top, right, bottom })
const shape = (box: Box, kind: PageShape['kind'] = 'frame'): PageShape => ({ box, kind })

/** Three boxes of a newsletter: one on the left, one in the middle, and one below both the middle and the right. */
const LEFT = column('l', 20, [100, 20])
const RIGHT = column('r', 380, [96, 12])
const MIDDLE = column('m', 190, [104, 9])
const BELOW = column('b', 190, [280, 6], 340)
const FRAMES = [frame(15, 90, 175, 390), frame(375, 90, 540, 270), frame(185, 98, 370, 240), frame(185, 275, 540, 390)]

describe('framesTogether', () => {
  const divide = (items: readonly Item[]) => inReadingOrder(items, [])
  const read = (pieces: readonly Item[][], frames: readonly Box[]) =>
    framesTogether(pieces, frames, divide).map((piece) => piece.map(({ name }) => name))

  test('reads what stands in a frame as a whole, at the place of its first line', () => {
    const mixed = [LEFT.slice(0, 8), MIDDLE, RIGHT, [...LEFT.slice(8), ...BELOW]]
    const order = read(mixed, FRAMES).flat()
    expect(order).toEqual([...LEFT, ...MIDDLE, ...RIGHT, ...BELOW].map(({ name }) => name))
  })

  test('also where what is read in between stands below it', () => {
    const cut = [LEFT.slice(0, 8), [item('below', 20, 420)], LEFT.slice(8)]
    expect(read(cut, FRAMES.slice(0, 1)).flat()).toEqual([...LEFT.map(({ name }) => name), 'below'])
  })

  test('leaves what stands above and below a frame where it is, and cuts the piece there', () => {
    const [above, below] = [item('above', 20, 60), item('below', 20, 420)]
    const beside = column('s', 380, [200, 3])
    expect(read([[above, ...LEFT, ...beside, below]], FRAMES.slice(0, 1)).map((piece) => piece[0])).toEqual([
      'above',
      'l0',
      's0',
    ])
  })

  test('changes nothing where frames are read as a whole, or text reaches over their edge, or all is inside', () => {
    const pieces = [LEFT, [...MIDDLE, ...RIGHT], BELOW]
    expect(framesTogether(pieces, FRAMES.slice(0, 1), divide)).toBe(pieces)
    const crossed = [LEFT.slice(0, 8), RIGHT, [item('wide', 100, 200, 200), ...LEFT.slice(8)]]
    expect(framesTogether(crossed, FRAMES.slice(0, 1), divide)).toBe(crossed)
    const all = [LEFT.slice(0, 8), RIGHT, LEFT.slice(8)]
    expect(framesTogether(all, [frame(0, 0, 600, 800)], divide)).toBe(all)
  })
})

describe('textFrames', () => {
  const segments = [...LEFT, ...RIGHT].map(({ segment }) => segment)
  const [left, right] = FRAMES as [Box, Box]

  test('are rectangles with three lines of text, drawn or painted, once each', () => {
    const border = { ...left, left: left.left - 1, top: left.top - 1 }
    const empty = frame(15, 400, 175, 500)
    const shapes = [shape(left, 'hidden'), shape(border), shape(empty), shape(right), shape(right, 'free')]
    expect(textFrames(shapes, segments)).toEqual([left, right])
  })

  test('are no cells of tables, which touch and end at the same height', () => {
    const beside = { ...left, left: 176, right: 375 }
    const filled = [...segments, ...column('c', 180, [100, 4]).map(({ segment }) => segment)]
    expect(textFrames([shape(left), shape(beside)], filled)).toEqual([])
    expect(textFrames([shape(left), shape({ ...beside, bottom: 300 })], filled)).toHaveLength(2)
  })
})
