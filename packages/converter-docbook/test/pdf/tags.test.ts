import { readFile } from 'node:fs/promises'
import { decode } from 'fast-png'
import { describe, expect, test } from 'vitest'
import { fillLines, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks, showBody } from '../support/show-tree.ts'
import { line, makeTaggedPdf, node } from '../support/tagged-pdf.ts'

const bodyOf = async (bytes: Buffer, options = {}) => showBody((await readBytes(bytes, options)).book.body)
const blocksOf = async (bytes: Buffer, options = {}) => showBlocks((await readBytes(bytes, options)).book.body)

describe('headings of the structure tree', () => {
  test('open sections, whatever their letters look like', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      yield node('H1', [line(doc, 'Of stones', 60)])
      yield node('P', [() => writeLines(doc, fillLines(4), { y: 90 })])
      yield node('H2', [line(doc, 'Their kinds', 160)])
      yield node('P', [() => writeLines(doc, fillLines(4), { y: 190 })])
    })
    expect(await bodyOf(pdf)).toEqual(['chapter Of stones', '  Their kinds'])
    expect(await bodyOf(pdf, { fontOnlyStructure: true })).toEqual(['chapter '])
  })

  test('are known by the role map, and without numbers by their sections', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      Object.assign(doc.getStructTreeRoot().data, { RoleMap: { Kapitel: 'H1' } })
      yield node('Kapitel', [line(doc, 'Of stones', 60)])
      yield node('P', [() => writeLines(doc, fillLines(4), { y: 90 })])
      yield node('Sect', [
        node('Sect', [
          node('H', [line(doc, 'Their kinds', 160)]),
          node('P', [() => writeLines(doc, fillLines(4), { y: 190 })]),
        ]),
      ])
    })
    expect(await bodyOf(pdf)).toEqual(['chapter Of stones', '  Their kinds'])
  })

  test('are none when most of the text is called so', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      for (let i = 0; i < 6; i++) yield node('H2', [() => writeLines(doc, fillLines(2), { y: 60 + 60 * i })])
      yield node('P', [() => writeLines(doc, fillLines(2), { y: 500 })])
    })
    expect(await bodyOf(pdf)).toEqual(['chapter '])
  })

  test('are known on a page most of whose text stands outside of the tree', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      writeLines(doc, fillLines(6), { y: 90 })
      writeLines(doc, fillLines(6), { y: 210 })
      yield node('H1', [line(doc, 'Of stones', 60)])
      yield node('H2', [line(doc, 'Their', 190), line(doc, 'kinds', 190, { x: 110 })])
      yield node('P', [line(doc, 'so it ends.', 320)])
    })
    expect(await bodyOf(pdf)).toEqual(['chapter Of stones', '  Their kinds'])
    expect(await blocksOf(pdf)).toHaveLength(3)
  })

  test('stand below the entry of the outline that they follow', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      doc.outline.addItem('Of stones')
      yield node('H1', [line(doc, 'Of stones', 60)])
      yield node('P', [() => writeLines(doc, fillLines(4), { y: 90 })])
      yield node('H1', [line(doc, 'Their kinds', 160)])
      yield node('P', [() => writeLines(doc, fillLines(4), { y: 190 })])
    })
    expect(await bodyOf(pdf)).toEqual(['chapter Of stones', '  Their kinds'])
  })
})

describe('blocks of the structure tree', () => {
  test('are read in its order', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      const cells = ['the second is here', 'the first is here', 'the third is here']
      yield node('H1', [line(doc, 'Of stones', 60)])
      for (const i of [1, 0, 2]) yield node('P', [line(doc, cells[i] ?? '', 100, { x: 60 + 160 * i })])
    })
    expect(await blocksOf(pdf)).toEqual(['p: the first is here', 'p: the second is here', 'p: the third is here'])
  })

  test('go on at the top of the next page', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      const lines = ['One sentence ends here.', 'Another one begins here.']
      yield node('H1', [line(doc, 'Of stones', 60)])
      // A text that is too long for the page goes on with the next one, in the same node.
      yield node('P', [() => doc.fontSize(11).text(lines.join('\n'), 72, doc.page.height - 14)])
    })
    expect(await blocksOf(pdf)).toEqual(['p: One sentence ends here. Another one begins here.'])
  })

  test('are lists with their numbers, and lists inside of them', async () => {
    const item = (label: () => void, ...body: Parameters<typeof node>[1]) =>
      node('LI', [node('Lbl', [label]), node('LBody', body)])
    const pdf = await makeTaggedPdf(function* (doc) {
      yield node('L', [
        item(line(doc, 'c)', 60), line(doc, 'Granite', 60, { x: 90 })),
        item(
          line(doc, 'd)', 80),
          line(doc, 'Chalk', 80, { x: 90 }),
          node('L', [item(line(doc, '\u2022', 100, { x: 90 }), line(doc, 'white', 100, { x: 110 }))]),
        ),
      ])
      yield node('L', [item(line(doc, 'Gold', 140), line(doc, 'is heavy', 140, { x: 110 }))])
    })
    const { book } = await readBytes(pdf)
    expect(showBlocks(book.body)).toEqual(['ol(p: Granite + p: Chalk | ul(p: white))', 'ul(p: Gold is heavy)'])
    const chapter = book.body[0]
    expect(chapter?.kind !== 'part' && chapter?.blocks[0]).toMatchObject({ start: 3, numeration: 'loweralpha' })
  })

  test('are references with the numbers in brackets by which they are cited', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      const entry = (label: string, text: string, y: number) =>
        node('LI', [node('Lbl', [line(doc, label, y)]), node('LBody', [line(doc, text, y, { x: 100 })])])
      yield node('L', [entry('[8]', 'A. Miller, On stones.', 60), entry('[9]', 'B. Smith, On rivers.', 80)])
    })
    expect(await blocksOf(pdf)).toEqual(['bibliography([8] A. Miller, On stones. + [9] B. Smith, On rivers.)'])
  })

  test('are tables without a line drawn, with spans and empty cells', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      const cell = (role: string, text: string, x: number, y: number) =>
        node(role, [node('P', [line(doc, text, y, { x })])])
      yield node('Table', [
        node('Caption', [line(doc, 'Some stones', 40)]),
        node('TR', [
          node('TH', [line(doc, 'Stone', 60)]),
          node('TH', [line(doc, 'Age', 60, { x: 200 })], { table: { ColSpan: 2 } }),
        ]),
        node('TR', [cell('TD', 'Granite', 72, 80), node('TD', []), cell('TD', 'old', 250, 80)]),
      ])
    })
    expect(await blocksOf(pdf)).toEqual([
      'table "Some stones"(!1x1 p: Stone, !2x1 p: Age / 1x1 p: Granite, 1x1 , 1x1 p: old / )',
    ])
  })

  test('are quotations and code', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      yield node('BlockQuote', [node('P', [line(doc, 'Stones are old.', 60)])])
      yield node('Code', [() => writeLines(doc, ['if (true) {', 'run()'], { y: 100 })])
    })
    expect(await blocksOf(pdf)).toEqual(['quote(p: Stones are old.)', 'code: if (true) {\nrun()'])
  })

  test('are notes, which stand at their mark', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      yield node('H1', [line(doc, 'Of stones', 60)])
      yield node('P', [
        line(doc, 'Stones are old', 100),
        () => doc.fontSize(6).text('1', 72 + 76, 98, { lineBreak: false }),
      ])
      yield node('Note', [
        node('Lbl', [line(doc, '1', 700)]),
        node('P', [line(doc, 'As everybody knows.', 700, { x: 90 })]),
      ])
      yield node('P', [line(doc, 'They are hard.', 130)])
    })
    expect(await blocksOf(pdf)).toEqual(['p: Stones are old{p: As everybody knows.}', 'p: They are hard.'])
  })

  test('say what a figure shows and what is written under it', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      yield node('P', [line(doc, 'Here is a stone.', 60)])
      yield node(
        'Figure',
        [() => doc.rect(72, 90, 200, 100).fill('grey'), node('Caption', [line(doc, 'A stone', 210)])],
        {
          alt: 'A grey stone',
        },
      )
      yield node('Figure', [() => doc.rect(72, 230, 200, 100).fill('black')], { alt: 'A black stone' })
      yield node('BlockQuote', [line(doc, 'Stones are old.', 360)])
    })
    const [, figure, other] = await blocksOf(pdf)
    expect(other).toMatch(/^figure\(!\w+"A black stone"\)$/)
    expect(figure).toMatch(/^figure "A stone"\(!\w+"A grey stone"\)$/)
  })

  test('say nothing where their alternative text is the name of a file', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      yield node('P', [line(doc, 'Here is a stone that lies in the wood.', 60)])
      const stone = () => doc.rect(72, 90, 200, 100).fill('black')
      yield node('Figure', [stone, node('Caption', [line(doc, 'A stone', 210)])], { alt: 'preencoded.png' })
      yield node('Figure', [() => doc.rect(72, 300, 9, 9).fill('black')], { alt: 'images/dot.svg' })
      yield node('BlockQuote', [line(doc, 'Nobody has ever moved the stone.', 360)])
    })
    const [, figure, quotation] = await blocksOf(pdf)
    expect(figure).toMatch(/^figure "A stone"\(!\w+\)$/)
    expect(quotation).toMatch(/^quote/)
  })

  test('become pictures where figures are drawn, with the letters in them and without their captions', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      yield node('P', [line(doc, 'Here is a stone that lies in the wood.', 60)])
      const stone = () => doc.rect(72, 90, 200, 100).fill('black')
      yield node('Figure', [stone, line(doc, 'mossy', 100, { x: 300 }), node('Caption', [line(doc, 'A stone', 210)])])
      yield node('Figure', [() => doc.rect(72, 300, 9, 9).fill('black')], { alt: 'A bullet' })
      yield node('BlockQuote', [line(doc, 'Nobody has ever moved the stone.', 360)])
    })
    const { book } = await readBytes(pdf)
    const { data, width, height, channels } = decode(await readFile(book.media[0]?.path ?? ''))
    const [inch, dots] = [72, 150]
    expect(height).toBe(Math.round(((100 + 2 * 2) / inch) * dots))
    expect(width).toBeGreaterThan(((300 - 72) / inch) * dots)
    const at = (x: number, y: number) =>
      data[Math.round((y / inch) * dots) * width * channels + Math.round((x / inch) * dots) * channels]
    expect([at(1, 1), at(4, 4), at(200, 100), at(204, 100)]).toEqual([255, 0, 0, 255])
    expect(showBlocks(book.body)[2]).toBe('figure(!"A bullet")')
  })

  test('say how a piece of a line reads', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      yield node('Code', [line(doc, 'run()', 60)])
      yield node('P', [
        node('Span', [line(doc, 'S', 100, { size: 30 })], { actual: 'St' }),
        line(doc, 'ones are old.', 100, { x: 94, size: 30 }),
      ])
    })
    expect(await blocksOf(pdf)).toEqual(['code: run()', 'p: Stones are old.'])
  })

  test('a text that only repeats the letters without their spaces is not taken', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      yield node('Code', [line(doc, 'run()', 60)])
      yield node('P', [node('Span', [line(doc, 'Stones are old.', 100)], { actual: 'Stonesareold.' })])
    })
    expect(await blocksOf(pdf)).toEqual(['code: run()', 'p: Stones are old.'])
  })
})

describe('text outside of the tree', () => {
  test('is left out where it is marked as an artifact at the edge of the page', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      doc.markContent('Artifact', { type: 'Pagination' })
      writeLines(doc, ['A running head'], { y: 30 })
      doc.endMarkedContent()
      yield node('H1', [line(doc, 'Of stones', 60)])
      yield node('P', [() => writeLines(doc, fillLines(4), { y: 100 })])
    })
    expect((await blocksOf(pdf)).join(' ')).not.toContain('running')
  })

  test('is kept where most of the page is marked as an artifact', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      yield node('H1', [line(doc, 'Of stones', 60)])
      doc.markContent('Artifact')
      writeLines(doc, fillLines(4), { y: 100 })
      doc.endMarkedContent()
      yield node('P', [line(doc, 'They are hard.', 200)])
    })
    expect((await blocksOf(pdf)).join(' ')).toContain(fillLines(1)[0])
  })

  test('is kept in its place', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      writeLines(doc, ['not in the tree'], { y: 200 })
      yield node('H1', [line(doc, 'Of stones', 60)])
      yield node('P', [() => writeLines(doc, fillLines(4), { y: 100 })])
      yield node('P', [() => writeLines(doc, fillLines(4), { y: 250 })])
    })
    const blocks = await blocksOf(pdf)
    expect(blocks).toHaveLength(3)
    expect(blocks[1]).toBe('p: not in the tree')
  })
})

describe('a tree that does not tell of the text, but for its headings,', () => {
  const bullets = ['\u2022 Granite', '\u2022 Chalk']

  test('is not used when everything in it is a paragraph', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      yield node('P', [line(doc, 'Of stones', 60, { size: 20 })])
      for (const [i, text] of fillLines(3).entries()) yield node('P', [line(doc, text, 100 + 14 * i)])
    })
    expect(await bodyOf(pdf)).toEqual(['chapter Of stones'])
    expect(await blocksOf(pdf)).toHaveLength(1)
  })

  test('is not used on a page of which it holds a part', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      yield node('H1', [line(doc, 'Of stones', 60)])
      writeLines(doc, fillLines(8), { y: 200 })
      yield node('P', [() => writeLines(doc, bullets, { y: 100 })])
    })
    expect(await bodyOf(pdf)).toEqual(['chapter Of stones'])
    expect(await blocksOf(pdf)).toContain('ul(p: Granite + p: Chalk)')
  })

  test('is not used on a page that it takes for one block', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      yield node('H1', [line(doc, 'Of stones', 60)])
      yield node('P', [
        () => writeLines(doc, fillLines(20), { y: 100 }),
        () => writeLines(doc, ['Another paragraph begins.'], { y: 500 }),
      ])
    })
    expect((await blocksOf(pdf)).at(-1)).toBe('p: Another paragraph begins.')
  })

  test('is not used on a page whose blocks it shuffles', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      for (const i of [5, 4, 3, 2, 1]) yield node('P', [line(doc, `Sentence ${i} stands here.`, 100 + 40 * i)])
      yield node('H1', [line(doc, 'Of stones', 60)])
    })
    expect((await blocksOf(pdf)).join(' ')).toMatch(/Sentence 1 .*Sentence 2 .*Sentence 3 /)
  })

  test('is not used on a page where each line is a paragraph', async () => {
    const pdf = await makeTaggedPdf(function* (doc) {
      yield node('H1', [line(doc, 'Of stones', 60)])
      for (const [i, text] of fillLines(8).entries()) yield node('P', [line(doc, text, 100 + 14 * i)])
    })
    expect(await blocksOf(pdf)).toHaveLength(1)
  })
})
