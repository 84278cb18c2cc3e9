import { readFile as readText } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spliceTables } from '../../src/epub/content/splice-tables.ts'
import { placeCells } from '../../src/rittdoc/table-grid.ts'
import { writePackage } from '../../src/rittdoc/write-package.ts'
import type { Block, TableCell } from '../../src/tree/book.ts'
import { dtdProblems, whyNoDtd } from '../support/dtd.ts'
import { readBody } from '../support/epub-builder.ts'
import { showBlocks } from '../support/show-tree.ts'
import { tempDir } from '../support/temp-dir.ts'
import { unzip } from '../support/unzip.ts'

const blocks = async (body: string) => showBlocks((await readBody(body)).book.body)
const row = (...cells: string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
const table = (...rows: string[]) => `<table>${rows.join('')}</table>`

test('a table inside a cell becomes part of the grid, and the cells beside it reach over its rows', async () => {
  const inner = table(row('b1', 'b2'), row('b3', 'b4'))
  expect(await blocks(table(row('a', inner, 'c'), row('d', 'e', 'f')))).toEqual([
    'table( / 1x2 p: a, 1x1 p: b1, 1x1 p: b2, 1x2 p: c; 1x1 p: b3, 1x1 p: b4; 1x1 p: d, 2x1 p: e, 1x1 p: f / )',
  ])
})

test('text beside an inner table stands in rows of its own, its caption, too', async () => {
  const inner = '<table id="i"><caption>T</caption><tr><td>b</td><td>c</td></tr></table>'
  const { book, warnings } = await readBody(`<table><tr><td>a${inner}z</td></tr></table>`)
  expect(showBlocks(book.body)).toEqual(['table( / 2x1 p: a | p: T; 1x1 p: b, 1x1 p: c; 2x1 p: z / )'])
  expect(warnings).toContainEqual(expect.objectContaining({ code: 'nested_table', place: 'OEBPS/c1.xhtml:2' }))
})

test('a table that only holds another is that table', async () => {
  expect(await blocks(table(row(table(row('<b>x</b>', 'y'), row('1', '2')))))).toEqual([
    'table( / 1x1 p: <strong>x</>, 1x1 p: y; 1x1 p: 1, 1x1 p: 2 / )',
  ])
})

test('inner rows that are shorter than others reach to the edge, and so does a smaller table beside a larger one', async () => {
  expect(await blocks(table(row(table(row('a', 'b'), row('c')), table(row('d'))), row('e', 'f')))).toEqual([
    'table( / 1x1 p: a, 1x1 p: b, 1x2 p: d; 2x1 p: c; 2x1 p: e, 1x1 p: f / )',
  ])
})

test('a cell that spans rows and holds a table keeps its side', async () => {
  const spanning = `<td rowspan="2">${table(row('b1'), row('b2'), row('b3'))}</td>`
  expect(await blocks(`<table><tr><td>a</td>${spanning}</tr><tr><td>c</td></tr></table>`)).toEqual([
    'table( / 1x1 p: a, 1x1 p: b1; 1x2 p: c, 1x1 p: b2; 1x1 p: b3 / )',
  ])
})

test('links to inner tables and cells lead to the first of their cells, and both formats take the package', async () => {
  const body = `<p><a href="#i">to</a> <a href="#o">there</a></p>${table(row('a', `<table id="i">${row('b')}</table>`)).replace('<td>', '<td id="o">')}`
  const { book } = await readBody(body)
  const workDir = await tempDir()
  await writePackage(book, join(workDir, 'out.zip'), { workDir, options: {}, warn: () => {} })
  await unzip(join(workDir, 'out.zip'), workDir)
  const text = await readText(join(workDir, 'ch0001.xml'), 'utf8')
  expect(text.match(/<entry id="\w+">[ab]<\/entry>/g)).toHaveLength(2)
  if (whyNoDtd === undefined) expect(dtdProblems(workDir)).toEqual([])
})

/** Tables in tables; every cell of text is a letter. */
const cells = fc.letrec<{ cell: TableCell; table: Block }>((tie) => ({
  cell: fc.record({
    header: fc.constant(false),
    columnSpan: fc.integer({ min: 1, max: 3 }),
    rowSpan: fc.integer({ min: 1, max: 3 }),
    blocks: fc.oneof(
      { maxDepth: 2, depthSize: 'small', withCrossShrink: true },
      fc.constant([{ kind: 'paragraph', content: [{ kind: 'text', text: 'x' }] }]),
      fc.array(tie('table'), { minLength: 1, maxLength: 2 }),
    ),
  }) as fc.Arbitrary<TableCell>,
  table: fc
    .array(fc.array(tie('cell'), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
    .map((rows): Block => ({ kind: 'table', title: [], head: [], body: [...spliceTables(rows)], foot: [] })),
}))

const textCells = (rows: ReadonlyArray<readonly TableCell[]>) =>
  rows.flat().filter(({ blocks: [only] }) => only !== undefined)

test('whatever tables hold, every cell of text is a cell of the grid, and no row is without cells', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(cells.cell, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
      (rows) => {
        const leaves = (cell: TableCell): number =>
          cell.blocks.reduce(
            (n, block) => n + (block.kind === 'table' ? block.body.flat().reduce((m, one) => m + leaves(one), 0) : 1),
            0,
          )
        const before = rows.flat().reduce((n, cell) => n + leaves(cell), 0)
        const spliced = spliceTables(rows)
        if (spliced.flat().some(({ blocks }) => blocks.some(({ kind }) => kind === 'table'))) return
        expect(textCells(spliced)).toHaveLength(before)
        expect(placeCells(spliced).rows.every((placed) => placed.length > 0)).toBe(true)
      },
    ),
  )
})
