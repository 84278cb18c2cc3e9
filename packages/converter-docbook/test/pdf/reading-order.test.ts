import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inReadingOrder } from '../../src/pdf/layout/reading-order.ts'
import type { Segment } from '../../src/pdf/layout/text-line.ts'

interface Item {
  readonly name: string
  readonly box: Segment['box']
  readonly segment: Segment
}

function item(name: string, left: number, top: number, width = 200): Item {
  const letters = width / 5
  const box = { left, right: left + width, top, bottom: top + 10 }
  const spans = [{ text: name, isBold: false, isItalic: false, isFixed: false }]
  const segment = { box, baseline: top + 8, size: 10, letters, isBold: false, isFixed: false, spans }
  return { name, box, segment }
}

const names = (pieces: readonly Item[][]) => pieces.map((piece) => piece.map(({ name }) => name))
const column = (name: string, left: number, top = 100) =>
  Array.from({ length: 6 }, (_, i) => item(`${name}${i}`, left, top + 14 * i))

describe('inReadingOrder', () => {
  test('gives a column after the other, and what spans both by itself', () => {
    const items = [item('title', 50, 50, 450), ...column('r', 300), ...column('l', 50), item('foot', 50, 300, 450)]
    expect(names(inReadingOrder(items, [])).map((piece) => piece[0])).toEqual(['title', 'l0', 'r0', 'foot'])
  })

  test('reads columns beside and over which large pictures stand, above and below words that span them', () => {
    const large = { name: 'large', box: { left: -400, right: 20, top: 0, bottom: 700 } }
    const over = { name: 'over', box: { left: -100, right: 90, top: 80, bottom: 380 } }
    const text = [
      ...[...column('l', 50), ...column('r', 264), item('quote', 100, 300, 300)],
      ...[...column('L', 50, 400), ...column('R', 264, 400)],
    ]
    const order = inReadingOrder<{ name: string; box: Segment['box']; segment?: Segment }>([large, over, ...text], [])
      .flat()
      .map(({ name }) => name)
    expect(order.filter((name) => name !== 'large' && name !== 'over')).toEqual(text.map(({ name }) => name))
  })

  test('reads a right column that begins higher than the left one after it', () => {
    const items = [...column('l', 50, 104), item('line', 50, 40, 60), ...column('r', 300, 93)]
    expect(names(inReadingOrder(items, [])).flat()).toEqual([
      'line',
      ...column('l', 50).map(({ name }) => name),
      ...column('r', 300).map(({ name }) => name),
    ])
    const apart = [...column('l', 50, 124), item('date', 300, 93, 190), ...column('r', 300, 124)]
    expect(names(inReadingOrder(apart, [])).flat()[0]).toBe('date')
  })

  test('sees the white between columns beside a title in larger letters', () => {
    const title = item('title', 260, 156, 90)
    const large = { ...title, segment: { ...title.segment, size: 16, letters: 6 } }
    const left = Array.from({ length: 12 }, (_, i) => item(`l${i}`, 50, 100 + 14 * i))
    const right = [
      ...Array.from({ length: 2 }, (_, i) => item(`r${i}`, 260, 100 + 14 * i)),
      large,
      ...column('s', 260, 184),
    ]
    const read = names(inReadingOrder([...left, ...right], [])).flat()
    expect(read).toEqual([...left, ...right].map(({ name }) => name))
  })

  test('reads the columns above a wide line before those below it', () => {
    const items = [
      ...column('a', 50),
      ...column('b', 300),
      item('wide', 50, 200, 450),
      ...column('c', 50, 230),
      ...column('d', 300, 230),
    ]
    expect(names(inReadingOrder(items, [])).map((piece) => piece[0])).toEqual(['a0', 'b0', 'wide', 'c0', 'd0'])
  })

  test('reads three columns one after the other, also where their lines stand at different heights', () => {
    const ragged = (name: string, left: number, top: number) =>
      Array.from({ length: 8 }, (_, i) => item(`${name}${i}`, left, top + 14 * i, i === 3 ? 150 : 130))
    const items = [...ragged('a', 50, 100), ...ragged('b', 220, 105), ...ragged('c', 390, 110)]
    expect(names(inReadingOrder(items, [])).map((piece) => piece[0])).toEqual(['a0', 'b0', 'c0'])
  })

  test('keeps the tables of two columns apart where a caption ends with its column', () => {
    const table = (name: string, left: number) =>
      Array.from({ length: 4 }, (_, row) =>
        [0, 80, 150].map((x, cell) =>
          item(cell === 0 ? `stone ${name}${row}` : `1${row}${cell}`, left + x, 60 + 14 * row, 40),
        ),
      ).flat()
    const page = (caption: readonly Item[]) => [
      ...table('a', 50),
      ...table('b', 300),
      ...caption,
      ...column('l', 50, 160),
      ...column('r', 300, 160),
    ]
    const first = (caption: readonly Item[]) => {
      const order = names(inReadingOrder(page(caption), [])).flat()
      return order.indexOf('l0') < order.indexOf('stone b0') ? 'by columns' : 'across'
    }
    expect(first([item('Table 1: Stones of the', 50, 120, 190), item('hills', 50, 134, 40)])).toBe('by columns')
    expect(first([item('Table 1: Stones', 200, 120, 150)])).toBe('across')
  })

  test('reads lists beside each other one after the other, however short their items are', () => {
    const list = (name: string, left: number, mark: string) =>
      ['one', 'two', 'six'].map((word, i) => item(`${mark}${name} ${word}`, left, 100 + 14 * i, 40))
    const first = (mark: string) =>
      names(inReadingOrder([...list('a', 50, mark), ...list('b', 300, mark)], [])).map((piece) => piece[0])
    expect(first('• ')).toEqual(['• a one', '• b one'])
    expect(first('')).toEqual(['a one'])
  })

  test('takes the numbers of lines for a column of their own, those of a short list not', () => {
    const numbered = (count: number) =>
      Array.from({ length: count }, (_, i) => [
        item(`${i + 1}`, 20, 100 + 14 * i, 10),
        item(`text ${i}`, 50, 100 + 14 * i),
      ])
    expect(inReadingOrder(numbered(20).flat(), [])).toHaveLength(2)
    expect(inReadingOrder(numbered(6).flat(), [])).toHaveLength(1)
  })

  test('keeps the rows of a ruled table together', () => {
    const rules = [115, 143].map((top) => ({ left: 50, right: 500, top, bottom: top + 1 }))
    expect(inReadingOrder([...column('l', 50), ...column('r', 300)], rules)).toHaveLength(1)
  })

  test('reads a page of thousands of cells row by row, in seconds', { timeout: 20_000 }, () => {
    const cells = Array.from({ length: 300 }, (_, row) =>
      Array.from({ length: 12 }, (_, cell) => item(`${row}/${cell}`, 10 + 50 * cell, 14 * row, 10)),
    ).flat()
    expect(names(inReadingOrder(cells, [])).flat()).toEqual(cells.map(({ name }) => name))
  })

  test('reads columns below a ruled table of many cells one after the other', () => {
    const cells = Array.from({ length: 40 * 22 }, (_, i) =>
      item(`cell${i}`, 50 + 24 * (i % 22), 40 + 12 * Math.floor(i / 22), 12),
    )
    const rules = [38, 51, 522].map((top) => ({ left: 40, right: 600, top, bottom: top }))
    const low = 580
    const order = inReadingOrder([...cells, ...column('r', 310, low), ...column('l', 50, low)], rules).flat()
    const text = order.map(({ name }) => name).filter((name) => !name.startsWith('cell'))
    expect(text).toEqual([...column('l', 50), ...column('r', 300)].map(({ name }) => name))
  })

  test('gives every item once, wherever it stands', () => {
    const anywhere = fc.array(fc.tuple(fc.nat(500), fc.nat(700), fc.integer({ min: 1, max: 300 })), { maxLength: 40 })
    fc.assert(
      fc.property(anywhere, (places) => {
        const items = places.map(([left, top, width], i) => item(`${i}`, left, top, width))
        const found = names(inReadingOrder(items, [])).flat()
        expect(found.toSorted()).toEqual(items.map(({ name }) => name).toSorted())
      }),
    )
  })
})
