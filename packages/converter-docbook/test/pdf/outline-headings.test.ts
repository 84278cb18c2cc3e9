import { expect, test } from 'vitest'
import type { TextLine } from '../../src/pdf/layout/text-line.ts'
import type { Heading } from '../../src/pdf/structure/heading.ts'
import { outlineHeadings } from '../../src/pdf/structure/outline-headings.ts'

function lineOf(text: string): TextLine {
  const box = { left: 72, right: 200, top: 60, bottom: 72 }
  const look = { isBold: false, isItalic: false, isFixed: false }
  const segment = { box, baseline: 70, size: 12, letters: text.length, isBold: false, isFixed: false }
  return { ...segment, spans: [{ ...look, text }], page: 0, piece: 0, segments: [] }
}

function titleOf(entry: string, ...printed: readonly [string, ...string[]]): readonly Heading[] | undefined {
  const lines = printed.map(lineOf)
  const found = outlineHeadings([{ title: entry, depth: 1, place: { page: 0, top: 60 } }], lines)
  return lines[0] && found.get(lines[0])
}

test('a title whose gaps beside ideographs are those of the layout has the spaces of the outline', () => {
  expect(titleOf('第1章 石', '第 1 章 石')).toMatchObject([{ title: '第1章 石', lines: [{}] }])
})

test('a title in another script keeps the spaces of the page', () => {
  expect(titleOf('1Stones', '1 Stones')?.[0]?.lines).toHaveLength(1)
  expect(titleOf('1Stones', '1 Stones')?.[0]).not.toHaveProperty('title')
  expect(titleOf('Of BoxStones', 'Of Box', 'Stones')?.[0]?.lines).toHaveLength(2)
  expect(titleOf('Of BoxStones', 'Of Box', 'Stones')?.[0]).not.toHaveProperty('title')
})

test('a title that stands nowhere is one all the same, but no name of a place', () => {
  expect(titleOf('Of Boxes', 'Stones')).toMatchObject([{ title: 'Of Boxes', lines: [] }])
  expect(titleOf('_GoBack', 'Stones')).toBeUndefined()
  expect(titleOf('_GoBack', '_GoBack')).toMatchObject([{ lines: [{}] }])
})

test('a title is the same with either form of the letter sigma, and has those of the outline', () => {
  expect(titleOf('Λύσεις της φάσης', 'Λύςεισ τησ φάςησ')).toMatchObject([{ title: 'Λύσεις της φάσης', lines: [{}] }])
})

test('a title is found by the letters of it that are known, and has those of the outline', () => {
  expect(titleOf('Of Stones', '2 O\ufffd S\ufffd\ufffd\ufffd\ufffd\ufffd')).toMatchObject([
    { title: 'Of Stones', lines: [{}] },
  ])
  expect(titleOf('2 Of Stones', '2 O\ufffd', 'S\ufffd\ufffd\ufffd\ufffd\ufffd')).toMatchObject([
    { title: '2 Of Stones', lines: [{}, {}] },
  ])
  expect(titleOf('Of Stones', 'O\ufffd B\ufffd\ufffd\ufffd\ufffd\ufffd')).toMatchObject([
    { title: 'Of Stones', lines: [] },
  ])
})

test('a title is the same where the outline counts its slides, and is counted', () => {
  expect(titleOf('Slide 2: Of Stones', 'Of Stones')).toMatchObject([{ title: 'Slide 2: Of Stones', lines: [{}] }])
  expect(titleOf('Slide 2', 'Of Stones')).toMatchObject([{ title: 'Slide 2', lines: [] }])
})
