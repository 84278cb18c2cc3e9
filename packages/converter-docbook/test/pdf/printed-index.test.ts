import { describe, expect, test } from 'vitest'
import { fillLines, makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks, showBody } from '../support/show-tree.ts'
import { line, makeTaggedPdf, node } from '../support/tagged-pdf.ts'

/** A line of an index: how far it stands in, and what it says. */
type Line = readonly [number, string]

const LEFT: readonly Line[] = [
  [0, 'ankle 7, 12'],
  [12, 'bones 11'],
  [12, 'ligaments of the inner'],
  [24, 'side 15\u201317'],
  [0, 'arthritis see'],
  [24, 'joints'],
  [0, 'axes 96'],
  [0, 'back (lower'],
  [24, '24; upper 26)'],
  [0, 'bone'],
  [12, 'shape 28'],
  [12, 'size 29'],
]
const RIGHT: readonly Line[] = [
  [12, 'weight 30,'],
  [24, '31'],
  [12, 'width 32'],
  [0, 'calf 41'],
  [0, 'core 42'],
  [0, 'deep 6'],
  [0, 'distal 6'],
  [0, 'dorsal 6'],
  [0, 'elbow 36'],
  [0, 'eye 50'],
  [0, 'face 51'],
  [0, 'foot 7'],
]
const ENTRIES = [
  'ankle 7, 12 > bones 11, ligaments of the inner side 15\u201317',
  'arthritis see joints',
  'axes 96',
  'back (lower 24; upper 26)',
  'bone > shape 28, size 29, weight 30, 31, width 32',
  ...['calf 41', 'core 42', 'deep 6', 'distal 6', 'dorsal 6', 'elbow 36', 'eye 50', 'face 51', 'foot 7'],
]

function write(doc: Pdf, lines: readonly Line[], x: number, y: number): void {
  for (const [i, [indent, text]] of lines.entries()) writeLines(doc, [text], { x: x + indent, y: y + 12 * i, size: 9 })
}

/** The last piece of a book with such a title, and its blocks. */
async function read(title: string, drawIndex: (doc: Pdf) => void): Promise<string[]> {
  const pdf = await makePdf((doc) => {
    for (const [i, heading] of ['Stones', title].entries()) {
      if (i > 0) doc.addPage()
      doc.font('Helvetica-Bold')
      writeLines(doc, [heading], { y: 60, size: 18 })
      doc.font('Helvetica')
      if (i === 0) writeLines(doc, fillLines(20), { y: 100 })
      else drawIndex(doc)
    }
  })
  const { body } = (await readBytes(pdf)).book
  const [last] = body.slice(-1)
  return last === undefined ? [] : [...showBody([last]), ...showBlocks([last])]
}

const draw = (lines: readonly Line[]) => (doc: Pdf) => write(doc, lines, 72, 100)

describe('a printed index', () => {
  test('is entries on their levels, whole, over columns that begin on different ones', async () => {
    const [component, index] = await read('Index', (doc) => {
      write(doc, LEFT, 72, 100)
      write(doc, RIGHT, 300, 104)
      doc.addPage()
      doc.text('')
      doc.addPage()
      for (const x of [72, 300]) write(doc, [...RIGHT.slice(3), ...RIGHT.slice(3)], x, 100)
    })
    expect(component).toMatch(/^index /)
    expect(index).toContain(`index(${ENTRIES.join(' + ')}`)
  })

  test('has short columns, also where its pages stand apart', async () => {
    const column = [...RIGHT.slice(3), ...RIGHT.slice(3)]
    const [component, index] = await read('Index', (doc) => {
      for (const x of [72, 200])
        for (const [i, [, text]] of column.entries()) {
          const [word = '', page = ''] = text.split(' ')
          writeLines(doc, [word], { x, y: 100 + 12 * i, size: 9 })
          writeLines(doc, [page], { x: x + doc.widthOfString(word) + 9, y: 100 + 12 * i, size: 9 })
        }
    })
    expect(component).toMatch(/^index /)
    const entries = column.map(([, text]) => text)
    expect(index).toBe(`index(${[...entries, ...entries].join(' + ')})`)
  })

  test('is divided where letters stand alone', async () => {
    const lines: readonly Line[] = [[0, 'A'], ...LEFT.slice(0, 4), [0, 'C'], ...RIGHT.slice(3)]
    const blocks = await read('Subject Index', draw(lines))
    expect(blocks.slice(1).map((block) => block.slice(0, 24))).toEqual([
      'index "A"(ankle 7, 12 > ',
      'index "C"(calf 41 + core',
    ])
  })

  test('stands below the sentences that say how to read it', async () => {
    const intro = ['Figures stand on', 'pages in italics.']
    const blocks = await read('Index', (doc) => {
      writeLines(doc, intro, { y: 100, size: 9, step: 12 })
      write(doc, RIGHT.slice(3), 72, 130)
    })
    expect(blocks.slice(1)).toEqual([`p: ${intro.join(' ')}`, expect.stringMatching(/^index\(calf 41 /)])
  })

  test('is divided by words that are larger than its entries', async () => {
    const blocks = await read('Index', (doc) => {
      for (const title of ['Stones', 'Index']) doc.outline.addItem(title)
      writeLines(doc, ['Signs and numbers'], { y: 100, size: 12 })
      write(doc, [[0, '3D printing 12'], [0, '80 columns 9'], ...RIGHT.slice(3)], 72, 120)
    })
    expect(blocks.slice(1).map((block) => block.slice(0, 40))).toEqual(['index "Signs and numbers"(3D printing 12'])
  })

  test('is not divided by words below which nothing stands', async () => {
    const blocks = await read('Index', (doc) => {
      for (const title of ['Stones', 'Index']) doc.outline.addItem(title)
      write(doc, RIGHT.slice(3), 72, 120)
      writeLines(doc, ['Printed in the north', 'Bound in the south'], { y: 300, size: 12, step: 30 })
    })
    expect(blocks[1]).toMatch(/^index\(calf 41 .* \+ Printed in the north \+ Bound in the south\)$/)
  })

  test('has no heads of its pages', async () => {
    const blocks = await read('Index', (doc) => {
      for (const title of ['Stones', 'Index']) doc.outline.addItem(title)
      for (const page of [0, 1, 2]) {
        if (page > 0) doc.addPage()
        writeLines(doc, ['Index of things'], { y: 100 + 40 * page, size: 12 })
        write(doc, RIGHT.slice(3), 72, 280)
      }
    })
    expect(blocks.join(' ')).not.toContain('Index of things')
    expect(blocks.join(' ').match(/calf 41/g)).toHaveLength(3)
  })

  test('is divided by letters that the outline has beside it', async () => {
    const [component, ...rest] = await read('Index', (doc) => {
      for (const title of ['Stones', 'Index']) doc.outline.addItem(title)
      for (const [letter, y] of [
        ['A', 100],
        ['C', 300],
      ] as const) {
        doc.outline.addItem(letter)
        writeLines(doc, [letter], { y, size: 14 })
        write(doc, letter === 'A' ? LEFT : [...RIGHT.slice(3), [0, '3D printing 12']], 72, y + 30)
      }
    })
    expect([component, ...rest.slice(0, 2)]).toEqual(['index Index', '  A', '  C'])
    expect(rest.slice(2)).toEqual([
      expect.stringContaining('index(ankle 7, 12 > bones 11'),
      expect.stringMatching(/ \+ foot 7 \+ 3D printing 12\)$/),
    ])
  })

  test('is one where a structure tree calls its entries paragraphs', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      yield node('H1', [line(doc, 'Stones', 60, { size: 18 })])
      yield node(
        'P',
        fillLines(4).map((text, i) => line(doc, text, 90 + 14 * i)),
      )
      yield node('H1', [line(doc, 'Index', 200, { size: 18 })])
      for (const [i, [indent, text]] of RIGHT.slice(2).entries())
        yield node('P', [line(doc, text, 240 + 14 * i, { x: 72 + indent })])
    })
    const entries = RIGHT.slice(3).map(([, text]) => text)
    expect(showBlocks((await readBytes(pdf)).book.body).at(-1)).toBe(`index(width 32 + ${entries.join(' + ')})`)
  })

  test('ends at a table that is none, and has its entries whole where they look like one', async () => {
    const [, ...blocks] = await read('Index', (doc) => {
      write(doc, RIGHT.slice(3), 72, 100)
      for (const [i, [name, page]] of [
        ['granite', '7'],
        ['marble', '12'],
        ['slate', '31'],
      ].entries()) {
        writeLines(doc, [name ?? ''], { x: 72, y: 208 + 12 * i, size: 9 })
        writeLines(doc, [page ?? ''], { x: 150, y: 208 + 12 * i, size: 9 })
      }
      for (const y of [206, 218, 230, 242]) doc.moveTo(70, y).lineTo(180, y).stroke()
      for (const x of [72, 200, 330]) doc.moveTo(x, 300).lineTo(x, 360).stroke()
      for (const y of [300, 330, 360]) doc.moveTo(72, y).lineTo(330, y).stroke()
      for (const [i, cells] of [
        ['north', 'granite'],
        ['south', 'chalk'],
      ].entries())
        for (const [k, cell] of cells.entries()) writeLines(doc, [cell], { x: 80 + 128 * k, y: 310 + 30 * i })
    })
    expect(blocks.map((block) => block.replace(/\(.*/, ''))).toEqual(['index', 'table'])
    expect(blocks[0]).toMatch(/ \+ granite 7 \+ marble 12 \+ slate 31\)$/)
  })

  test.each([
    ['is no list of lines below another title', 'Numbers', RIGHT.slice(3)],
    [
      'is no list of lines of which few end with pages',
      'Index',
      RIGHT.slice(3).map(([x, text], i): Line => [x, i < 4 ? text : text.replace(/\d/g, 'z')]),
    ],
    ['is not four lines', 'Index', RIGHT.slice(3, 7)],
  ])('%s', async (_, title, lines) => {
    const blocks = await read(title, draw(lines))
    expect(blocks.slice(1).join(' ')).not.toContain('index')
    expect(blocks.join(' ')).toContain('calf 41')
  })
})
