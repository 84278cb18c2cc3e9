import { expect, test } from 'vitest'
import type { TextLine } from '../../src/pdf/layout/text-line.ts'
import { placesByTitle } from '../../src/pdf/structure/outline-places.ts'

function lineOf(text: string, { page = 0, top = 60, size = 10, isBold = false } = {}): TextLine {
  const box = { left: 72, right: 200, top, bottom: top + size }
  const look = { isBold, isItalic: false, isFixed: false }
  const segment = { box, baseline: top + size, size, letters: text.length, isBold, isFixed: false }
  return { ...segment, spans: [{ ...look, text }], page, piece: 0, segments: [] }
}

const TITLES = ['Of Stones', 'Of Rivers', 'Of Stones', 'Of Hills', 'Of Birds']
/** Every title stands in the contents, and larger on a page of its own; its words come in the text, too. */
const LINES = [
  ...TITLES.map((title, i) => lineOf(title, { top: 60 + 20 * i })),
  ...TITLES.slice(0, 4).flatMap((title, i) => [
    lineOf(title, { page: i + 2, top: 100, size: 14 }),
    lineOf(title, { page: i + 2, top: 300 }),
  ]),
  lineOf('Of Birds', { page: 7, top: 80, isBold: true }),
]
const outline = (page: (i: number) => number | undefined) =>
  TITLES.map((title, i) => {
    const place = page(i)
    return { title, depth: 1, ...(place === undefined ? {} : { place: { page: place } }) }
  })
const pagesOf = (entries: ReturnType<typeof placesByTitle>) => entries.map(({ place }) => place?.page)

test('an outline whose entries all lead to one page, or nowhere, has its titles where they stand', () => {
  expect(
    pagesOf(
      placesByTitle(
        outline(() => 1),
        LINES,
      ),
    ),
  ).toEqual([2, 3, 4, 5, 7])
  expect(
    pagesOf(
      placesByTitle(
        outline(() => undefined),
        LINES,
      ),
    ),
  ).toEqual([2, 3, 4, 5, 7])
  expect(
    placesByTitle(
      outline(() => 1),
      LINES,
    )[0]?.place,
  ).toEqual({ page: 2, top: 100 })
})

test('a title that stands nowhere has no place', () => {
  const entries = [...outline(() => 1), { title: 'Of Clouds', depth: 1, place: { page: 1 } }]
  expect(pagesOf(placesByTitle(entries, LINES))).toEqual([2, 3, 4, 5, 7, undefined])
})

test('places that differ are believed, and so are a few that are missing, and those of a short document', () => {
  const good = outline((i) => i)
  expect(placesByTitle(good, LINES)).toBe(good)
  const half = outline((i) => (i % 2 === 0 ? 1 : undefined))
  expect(placesByTitle(half, LINES)).toBe(half)
  const one = outline(() => 0)
  expect(placesByTitle(one, LINES.slice(0, 8))).toBe(one)
  expect(placesByTitle(one.slice(0, 3), LINES)).toHaveLength(3)
  expect(pagesOf(placesByTitle(one.slice(0, 3), LINES))).toEqual([0, 0, 0])
})

test('a large book takes no time', () => {
  const lines = Array.from({ length: 60_000 }, (_, i) =>
    lineOf(i % 30 === 0 ? `Of Stone ${i}` : '1', { page: Math.floor(i / 30) }),
  )
  const entries = Array.from({ length: 2_000 }, (_, i) => ({
    title: `Of Stone ${30 * i}`,
    depth: 1,
    place: { page: 0 },
  }))
  const started = performance.now()
  expect(pagesOf(placesByTitle(entries, lines)).slice(-2)).toEqual([1998, 1999])
  expect(performance.now() - started).toBeLessThan(10_000)
})

test('a title of two lines is found', () => {
  const lines = [
    ...LINES,
    lineOf('Of all the', { page: 8, size: 14 }),
    lineOf('Clouds', { page: 8, top: 80, size: 14 }),
  ]
  const entries = [...outline(() => 1), { title: '3 Of all the Clouds', depth: 1, place: { page: 1 } }]
  expect(pagesOf(placesByTitle(entries, lines)).at(-1)).toBe(8)
})
