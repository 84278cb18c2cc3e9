import { describe, expect, test } from 'vitest'
import { fillLines, makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const STONES = [
  ['Stone', 'Age', 'Found in'],
  ['Granite', '300', 'the north'],
  ['Chalk', '80', 'the south'],
  ['Flint', '75', 'chalk'],
]

interface Layout {
  readonly y?: number
  readonly step?: number
  readonly columns?: readonly number[]
  readonly font?: string
  /** Font of the first row. */
  readonly head?: string
}

/** Writes rows of cells; a cell of several lines goes on below. */
function writeCells(doc: Pdf, rows: ReadonlyArray<readonly (string | readonly string[])[]>, layout: Layout = {}): void {
  const { y = 170, step = 14, columns = [80, 230, 330, 430], font = 'Helvetica', head = font } = layout
  for (const [i, cells] of rows.entries()) {
    doc.font(i === 0 ? head : font)
    for (const [k, cell] of cells.entries()) writeLines(doc, [cell].flat(), { x: columns[k] ?? 0, y: y + step * i })
  }
  doc.font('Helvetica')
}

async function blocksOf(draw: (doc: Pdf) => void): Promise<string[]> {
  const pdf = await makePdf((doc) => {
    writeLines(doc, fillLines(5), { y: 60 })
    draw(doc)
    writeLines(doc, fillLines(5), { y: 420 })
  })
  return showBlocks((await readBytes(pdf)).book.body)
}

const tablesOf = (blocks: readonly string[]) => blocks.filter((block) => block.startsWith('table'))

describe('columns that only white space divides', () => {
  test('are a table when a caption says so', async () => {
    const blocks = await blocksOf((doc) => {
      writeLines(doc, ['Table 1: Stones'], { y: 145 })
      writeCells(
        doc,
        STONES.map((row) => row.slice(0, 2)),
      )
    })
    expect(tablesOf(blocks)).toEqual([
      'table "Table 1: Stones"( / 1x1 p: Stone, 1x1 p: Age; 1x1 p: Granite, 1x1 p: 300; 1x1 p: Chalk, 1x1 p: 80; 1x1 p: Flint, 1x1 p: 75 / )',
    ])
  })

  test('are a table with a head when the first row alone is bold', async () => {
    const rows = STONES.map((row) => row.toSpliced(1, 1))
    const blocks = await blocksOf((doc) => writeCells(doc, rows, { head: 'Helvetica-Bold' }))
    expect(tablesOf(blocks)).toEqual([
      'table(!1x1 p: Stone, !1x1 p: Found in / 1x1 p: Granite, 1x1 p: the north; 1x1 p: Chalk, 1x1 p: the south; 1x1 p: Flint, 1x1 p: chalk / )',
    ])
  })

  const COSTS = [
    ['input size', 'required time'],
    ['n = 10', 'O(n!)'],
    ['n = 500', 'O(n)'],
    ['n is large', 'O(log n)'],
  ]
  const drawCosts = (doc: Pdf, rules: readonly number[], width = 230) => {
    writeCells(doc, COSTS)
    for (const y of rules) doc.rect(78, y, width, 0.6).fill()
  }

  test('are a table, even of formulae, when a line stands below the first row', async () => {
    const blocks = await blocksOf((doc) => drawCosts(doc, [182]))
    expect(tablesOf(blocks)).toEqual([
      'table(!1x1 p: input size, !1x1 p: required time / 1x1 p: n = 10, 1x1 p: O(n!); 1x1 p: n = 500, 1x1 p: O(n); 1x1 p: n is large, 1x1 p: O(log n) / )',
    ])
  })

  test('are none when the line is longer or shorter than all, or below another row', async () => {
    expect(tablesOf(await blocksOf((doc) => drawCosts(doc, [182], 400)))).toEqual([])
    expect(tablesOf(await blocksOf((doc) => drawCosts(doc, [182], 80)))).toEqual([])
    expect(tablesOf(await blocksOf((doc) => drawCosts(doc, [182, 196])))).toEqual([])
  })

  test('are a table when three of them hold numbers among words', async () => {
    const blocks = await blocksOf((doc) => writeCells(doc, STONES.slice(1)))
    expect(tablesOf(blocks)).toHaveLength(1)
    expect(blocks.filter((block) => block.startsWith('p: '))).toHaveLength(2)
  })

  test('are a table when they begin with years, and one holds numbers with commas', async () => {
    const rows = [
      ['Year', 'Boats', 'Fees'],
      ['2019', '41', '12,400'],
      ['2020', '38', '11,250'],
      ['2021', '12', '4,130'],
      ['2022', '2', '3,980'],
    ]
    const blocks = await blocksOf((doc) => writeCells(doc, rows))
    expect(tablesOf(blocks)).toHaveLength(1)
    expect(tablesOf(blocks)[0]).toContain('1x1 p: 2019, 1x1 p: 41, 1x1 p: 12,400')
  })

  test('hold the lines of a cell in one row where rows stand further apart than lines', async () => {
    const rows = [
      ['Stone', 'Found in'],
      ['Granite', ['the north and the', 'west of the land']],
      [['Chalk and', 'flint'], 'the south'],
      ['Slate', 'nowhere'],
    ]
    const blocks = await blocksOf((doc) => writeCells(doc, rows, { step: 34, head: 'Helvetica-Bold' }))
    expect(tablesOf(blocks)[0]).toContain(
      '1x1 p: Granite, 1x1 p: the north and the west of the land; 1x1 p: Chalk and flint, 1x1 p: the south; 1x1 p: Slate',
    )
  })

  test('are read row by row when their cells are as long as lines of a column', async () => {
    const rows = [
      ['Name of the stone', 'Where it is found'],
      ['Granite of the north', 'mountains by the sea'],
      ['Chalk of the south', 'hills and the coast'],
      ['Slate of the west', 'valleys with rivers'],
    ]
    const blocks = await blocksOf((doc) => writeCells(doc, rows, { head: 'Helvetica-Bold' }))
    expect(tablesOf(blocks)[0]).toContain('1x1 p: Granite of the north, 1x1 p: mountains by the sea')
  })
})

const OTHERS: Record<string, (doc: Pdf) => void> = {
  'titles with the numbers of their pages': (doc) =>
    writeCells(doc, [
      ['1', 'Of Stones', '3'],
      ['2', 'Of Rivers', '17'],
      ['3', 'Of Birds', '29'],
      ['4', 'Of Trees', '31'],
    ]),
  'items of a list with labels': (doc) =>
    writeCells(doc, [
      ['(a)', 'one thing'],
      ['(b)', 'another'],
      ['(c)', 'a third'],
      ['(d)', 'the last'],
    ]),
  'lines of code with remarks': (doc) =>
    writeCells(
      doc,
      [
        ['let a = 1', '# one'],
        ['let b = 2', '# two'],
        ['let c = 3', '# three'],
      ],
      { font: 'Courier' },
    ),
  'formulae with numbers': (doc) =>
    writeCells(doc, [
      ['abc', 'def', '(1)'],
      ['ghi', 'jkl', '(2)'],
      ['mno', 'pqr', '(3)'],
      ['stu', 'vwx', '(4)'],
    ]),
  'labels of a form with values': (doc) =>
    writeCells(doc, [
      ['Name:', 'Jane'],
      ['Town:', 'York'],
      ['Age:', '30'],
      ['Work:', 'none'],
    ]),
  'words with explanations': (doc) =>
    writeCells(doc, [
      ['ls', 'lists files'],
      ['cp', 'copies files'],
      ['mv', 'moves files'],
      ['rm', 'removes files'],
    ]),
  'entries of an index in columns': (doc) =>
    writeCells(doc, [
      ['ash, 3', 'elm, 4', 'oak, 12'],
      ['bay, 5', 'fir, 9', 'yew, 8'],
      ['box, 7', 'fig, 2', 'pine, 6'],
      ['beech, 1', 'ivy, 3', 'plum, 4'],
    ]),
  'names and addresses of authors': (doc) =>
    writeCells(doc, [
      ['Jane Doe', 'Max Roe', 'Ann Poe'],
      ['York', 'Bath', 'Hull'],
      ['jane@york.example', 'max@bath.example', 'ann@hull.example'],
      ['England', 'England', 'England'],
    ]),
  'two columns of text': (doc) => {
    for (const x of [72, 320]) writeLines(doc, fillLines(8, 4), { x, y: 170 })
  },
}

describe('what else stands in columns', () => {
  test.each(Object.keys(OTHERS))('%s are no table', async (name) => {
    const blocks = await blocksOf((doc) => OTHERS[name]?.(doc))
    expect(tablesOf(blocks)).toEqual([])
  })
})
