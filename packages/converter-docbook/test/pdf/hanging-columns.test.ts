import { expect, test } from 'vitest'
import { makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const [OUTER, INNER] = [72, 86]
const FULL = 'Miller, Adam: of stones and hills and what the rain makes of'
const FURTHER = 'Them in this country, where it falls from spring to autumn.'
const SHORT = 'In the end.'

type Line = readonly [number, string]
const write = (doc: Pdf, lines: readonly Line[], y = 100) => {
  for (const [i, [x, text]] of lines.entries()) writeLines(doc, [text], { x, y: y + 14 * i })
}
const blocksOf = async (draw: (doc: Pdf) => void) => showBlocks((await readBytes(await makePdf(draw))).book.body)

const ENTRY: readonly Line[] = [
  [OUTER, FULL],
  [INNER, FURTHER],
  [INNER, SHORT],
]
const TEXT = `p: ${FULL} ${FURTHER} ${SHORT}`

test('paragraphs that hang are whole, whatever their lines begin and end with, also beside an address that is too long', async () => {
  const lines: readonly Line[] = [
    [OUTER, 'Miller, Adam. 1968. Stones of this country and of all its hills.'],
    [INNER, 'Berlin: The press of the town and of whoever bought books there.'],
    [INNER, 'For them.'],
  ]
  const address: Line = [
    INNER,
    'https://example.org/of-stones-and-hills-and-what-the-rain-makes-of-them-in-this-country',
  ]
  const text = `p: ${lines.map(([, line]) => line).join(' ')}`
  const blocks = await blocksOf((doc) => write(doc, [...lines, ...lines, ...lines, address, ...lines]))
  expect(blocks).toEqual([text, text, `${text} ${address[1]}`, text])
})

test('they go on at the top of the next page', async () => {
  const blocks = await blocksOf((doc) => {
    write(doc, [...ENTRY, ...ENTRY, ...ENTRY, ...ENTRY.slice(0, 2)])
    doc.addPage()
    write(doc, [...ENTRY.slice(2), ...ENTRY, ...ENTRY, ...ENTRY])
  })
  expect(blocks).toEqual(Array.from({ length: 7 }, () => TEXT))
})

test('text whose first lines are indented does not hang', async () => {
  const paragraph: readonly Line[] = [
    [INNER, FURTHER],
    [OUTER, FULL],
    [OUTER, SHORT],
  ]
  const blocks = await blocksOf((doc) => write(doc, [...paragraph, ...paragraph, ...paragraph]))
  expect(blocks).toEqual(Array.from({ length: 3 }, () => `p: ${FURTHER} ${FULL} ${SHORT}`))
})

test('nor does text beyond whose edge a few lines begin', async () => {
  const paragraph: readonly Line[] = [...Array.from({ length: 9 }, (): Line => [INNER, FURTHER]), [INNER, SHORT]]
  const example: readonly Line[] = [
    [OUTER, FULL],
    [INNER, SHORT],
  ]
  const [text, numbered] = [paragraph, example].map((lines) => `p: ${lines.map(([, line]) => line).join(' ')}`)
  const blocks = await blocksOf((doc) =>
    write(doc, [paragraph, example, paragraph, example, paragraph, example, paragraph].flat(), 40),
  )
  expect(blocks).toEqual([text, numbered, text, numbered, text, numbered, text])
})
