import { readFile } from 'node:fs/promises'
import { decode, encode } from 'fast-png'
import { describe, expect, test } from 'vitest'
import { fillLines, makePdf, type Pdf, type Read, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'
import { makeTaggedPdf, node } from '../support/tagged-pdf.ts'

/** A curve between two axes, with a number at each end. */
function drawPlot(doc: Pdf, left: number, top: number): void {
  doc.moveTo(left, top).lineTo(left, top + 120)
  doc
    .moveTo(left, top + 120)
    .lineTo(left + 200, top + 120)
    .stroke()
  doc
    .moveTo(left, top + 110)
    .bezierCurveTo(left + 60, top + 20, left + 120, top + 90, left + 190, top + 5)
    .stroke()
  doc
    .moveTo(left + 20, top + 100)
    .lineTo(left + 180, top + 40)
    .stroke()
  writeLines(doc, ['0'], { x: left - 2, y: top + 124, size: 8 })
  writeLines(doc, ['200'], { x: left + 185, y: top + 124, size: 8 })
  writeLines(doc, ['growth'], { x: left + 60, y: top + 30, size: 8 })
}

const PICTURE = Buffer.from(
  encode({ width: 120, height: 120, channels: 3, data: Uint8Array.from({ length: 43_200 }, (_, i) => (i * 7) % 256) }),
)

const blocksOf = ({ book }: Read) => showBlocks(book.body)
const figuresOf = (read: Read) => blocksOf(read).filter((block) => block.startsWith('figure'))

describe('drawings without a tag', () => {
  test('a plot becomes a figure between the paragraphs, with its labels as words and its caption as title', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      drawPlot(doc, 150, 140)
      writeLines(doc, ['Figure 1: Growth of beans'], { x: 180, y: 290, size: 9 })
      writeLines(doc, fillLines(4, 7), { y: 330 })
    })
    const read = await readBytes(pdf)
    const [before, figure, after] = blocksOf(read)
    expect(before).toMatch(/^p: waaord/)
    expect(figure).toMatch(/^figure "Figure 1: Growth of beans"\(!\w+"growth 0 200"\)$/)
    expect(after).toMatch(/^p: waaord/)
    expect(read.warnings).toEqual([])
    expect(read.book.drawings).toEqual({ kept: 1, dropped: 0 })
  })

  test('a document of nothing but a drawing with words in it has text', async () => {
    const { book, warnings } = await readBytes(await makePdf((doc) => drawPlot(doc, 150, 140)))
    expect(book.drawings?.kept).toBe(1)
    expect(warnings).toEqual([])
  })

  test('the picture shows the drawing at 150 pixels an inch, with the same bytes every time', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      drawPlot(doc, 150, 140)
    })
    const [first, second] = [await readBytes(pdf), await readBytes(pdf)]
    const bytes = await readFile(first.book.media[0]?.path ?? '')
    const { width, height } = decode(bytes)
    expect(width).toBeGreaterThan((190 * 150) / 72)
    expect(width).toBeLessThan((230 * 150) / 72)
    expect(height).toBeGreaterThan((120 * 150) / 72)
    expect(height).toBeLessThan((150 * 150) / 72)
    expect(await readFile(second.book.media[0]?.path ?? '')).toEqual(bytes)
  })

  test('letters on their side are words of the drawing that they stand at', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      drawPlot(doc, 150, 140)
      doc.save().rotate(-90, { origin: [140, 240] })
      writeLines(doc, ['height'], { x: 140, y: 232, size: 9 })
      doc.restore()
    })
    const read = await readBytes(pdf)
    expect(figuresOf(read)).toEqual([expect.stringContaining('"growth 0 200 height"')])
    expect(blocksOf(read)).toHaveLength(2)
  })

  test('a label that is drawn twice is said once, and drawings beside each other are named from left to right', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      for (const left of [300, 80]) {
        doc
          .circle(left + 50, 200, 40)
          .stroke()
          .circle(left + 50, 200, 30)
          .stroke()
        for (let i = 0; i < 2; i++) writeLines(doc, [`at${left}`], { x: left + 38, y: 195 })
      }
    })
    const read = await readBytes(pdf)
    expect(figuresOf(read).join()).toMatch(/^figure\(!\w+"at80"\),figure\(!\w+"at300"\)$/)
    expect(read.book.media.map(({ name }) => name)).toEqual(figuresOf(read).map((figure) => /\w{64}/.exec(figure)?.[0]))
  })

  test('boxes with arrows between them are one figure', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      for (const [i, name] of ['Read', 'Sort', 'Write'].entries()) {
        doc.roundedRect(100 + i * 110, 150, 70, 30, 6).stroke()
        writeLines(doc, [name], { x: 115 + i * 110, y: 160 })
        if (i === 0) continue
        doc
          .moveTo(62 + i * 110, 165)
          .lineTo(98 + i * 110, 165)
          .stroke()
        doc.polygon([93 + i * 110, 165], [86 + i * 110, 161], [86 + i * 110, 169]).fill('black')
      }
    })
    expect(figuresOf(await readBytes(pdf))).toEqual([expect.stringContaining('"Read Sort Write"')])
  })

  test('bars are a figure where a caption says so, and else stay as they are', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      for (const top of [150, 500])
        for (let i = 0; i < 7; i++)
          doc.rect(150 + i * 22, top + 100 - i * 12, 20, 10 + i * 12).fillAndStroke('gray', 'black')
      doc.fill('black')
      writeLines(doc, ['Figure 3: Rain by month'], { x: 160, y: 280, size: 9 })
    })
    expect(figuresOf(await readBytes(pdf))).toEqual([expect.stringMatching(/^figure "Figure 3: Rain by month"/)])
  })

  test('bars with a caption are a figure on a page whose tags name no figure, and without one stay as they are', async () => {
    const bars = (doc: Pdf, top: number) => () => {
      for (let i = 0; i < 7; i++)
        doc.rect(150 + i * 22, top + 100 - i * 12, 20, 10 + i * 12).fillAndStroke('gray', 'black')
      doc.fill('black')
      writeLines(doc, ['much rain'], { x: 160, y: top + 20, size: 8 })
    }
    const pdf = await makeTaggedPdf(function* (doc) {
      yield node('P', [() => writeLines(doc, fillLines(4), { y: 60 })])
      yield node('P', [bars(doc, 150)])
      yield node('P', [() => writeLines(doc, ['Figure 3: Rain by month'], { x: 160, y: 280, size: 9 })])
      yield node('P', [bars(doc, 500)])
    })
    const blocks = blocksOf(await readBytes(pdf))
    expect(blocks.filter((block) => block.startsWith('figure'))).toEqual([
      expect.stringMatching(/^figure "Figure 3: Rain by month"\(!\w+"much rain"\)$/),
    ])
    expect(blocks).toContain('p: much rain')
  })
})

describe('what is no drawing', () => {
  test('code and text in frames with round corners stay text; what is drawn beside them in the frame is a figure', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      for (let i = 0; i < 3; i++) doc.roundedRect(60 + i, 135 + i, 470, 120, 20).fillAndStroke('#eeeeee', 'blue')
      doc.fill('black').font('Courier')
      writeLines(doc, ['for (const a of b) {', '  print(a)', '  print(b)', '}'], { y: 150 })
      doc.circle(440, 195, 40).stroke().circle(440, 195, 20).stroke()
      doc.font('Helvetica')
      for (let i = 0; i < 3; i++) doc.roundedRect(60 + i, 275 + i, 470, 60, 20).stroke()
      writeLines(doc, fillLines(3, 9), { y: 290 })
    })
    const read = await readBytes(pdf)
    expect(blocksOf(read).map((block) => block.split(/[:(]/)[0])).toEqual(['p', 'code', 'figure', 'p'])
    const { width } = decode(await readFile(read.book.media[0]?.path ?? ''))
    expect(width).toBeLessThan((100 * 150) / 72)
    expect(read.warnings).toEqual([])
  })

  test('an icon beside a note in a frame is left out and its title stays', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      for (const y of [150, 220]) doc.moveTo(72, y).lineTo(520, y).stroke()
      for (const x of [72, 520]) doc.moveTo(x, 150).lineTo(x, 220).stroke()
      doc.circle(95, 195, 15).stroke().circle(95, 195, 4).fill()
      writeLines(doc, ['Caution'], { x: 80, y: 155 })
      writeLines(doc, fillLines(3, 6), { x: 130, y: 172 })
    })
    const read = await readBytes(pdf)
    expect(figuresOf(read)).toEqual([])
    expect(blocksOf(read).join()).toContain('Caution')
  })

  test('a drawing that stands at the foot of every page is left out, and the words in it are text of the page', async () => {
    const pdf = await makePdf((doc) => {
      for (let page = 0; page < 6; page++) {
        if (page > 0) doc.addPage()
        writeLines(doc, fillLines(6), { y: 60 })
        doc.circle(290, 780, 30).stroke().circle(290, 780, 26).stroke()
        writeLines(doc, [`${fillLines(9)[page]?.slice(0, 7)}`], { x: 270, y: 775 })
      }
    })
    const read = await readBytes(pdf)
    expect(figuresOf(read)).toEqual([])
    expect(read.book.media.length === 0 || read.book.drawings?.kept === 0).toBe(true)
    expect(
      blocksOf(read)
        .join()
        .match(/wgaord/g)?.length,
    ).toBeGreaterThan(6)
  })

  test('a drawing that holds sentences stays text, and one warning names the pages', async () => {
    const pdf = await makePdf((doc) => {
      for (let page = 0; page < 2; page++) {
        if (page > 0) doc.addPage()
        writeLines(doc, fillLines(4), { y: 60 })
        for (let i = 0; i < 12; i++)
          doc
            .circle(70 + i * 40, 160, 22)
            .circle(70 + i * 40, 330, 22)
            .stroke()
        for (let i = 0; i < 4; i++)
          doc
            .circle(70, 190 + i * 40, 22)
            .circle(510, 190 + i * 40, 22)
            .stroke()
        writeLines(doc, fillLines(4, 6), { x: 150, y: 210 })
      }
    })
    const read = await readBytes(pdf)
    expect(figuresOf(read)).toEqual([])
    expect(
      blocksOf(read)
        .join()
        .match(/waaord/g),
    ).toHaveLength(4)
    expect(read.warnings).toEqual([
      {
        code: 'lost_drawing',
        message: 'What may be 2 drawings did not become a figure; the words in it stay text (pages 1, 2)',
        place: 'page 1',
      },
    ])
    expect(read.book.drawings).toEqual({ kept: 0, dropped: 2 })
  })

  test('of more drawings on a page than a page has, the others stay text, with a warning', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      for (let i = 0; i < 22; i++) {
        const [left, top] = [72 + (i % 4) * 120, 140 + Math.floor(i / 4) * 100]
        doc
          .circle(left + 30, top + 30, 30)
          .stroke()
          .circle(left + 30, top + 30, 25)
          .stroke()
        writeLines(doc, [`part${i}`], { x: left + 15, y: top + 26, size: 9 })
      }
    })
    const read = await readBytes(pdf)
    expect(figuresOf(read)).toHaveLength(20)
    expect(blocksOf(read).join().match(/part/g)).toHaveLength(22)
    expect(read.book.drawings).toEqual({ kept: 20, dropped: 2 })
    expect(read.warnings.map(({ code }) => code)).toEqual(['lost_drawing'])
  })
})

describe('pictures and drawings', () => {
  test('a picture with arrows over it is a figure with what was drawn first and the picture after it', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      doc.image(PICTURE, 150, 150, { width: 150 })
      doc.moveTo(160, 160).lineTo(250, 240).stroke().polygon([250, 240], [240, 236], [244, 230]).fill()
      doc.moveTo(290, 290).lineTo(200, 200).stroke()
    })
    const read = await readBytes(pdf)
    expect(figuresOf(read)).toHaveLength(1)
    const { width, data } = decode(await readFile(read.book.media[0]?.path ?? ''))
    expect([width, Buffer.from(data.buffer)]).toEqual([120, Buffer.from(decode(PICTURE).data.buffer)])
    const { media } = read.book
    expect(figuresOf(read)[0]).toBe(`figure(!${media[1]?.name} !${media[0]?.name})`)
  })

  test('a picture with a frame around it is the picture alone', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(4), { y: 60 })
      doc.image(PICTURE, 150, 150, { width: 150 })
      for (const by of [2, 4]) doc.roundedRect(150 - by, 150 - by, 150 + 2 * by, 150 + 2 * by, 30).stroke()
    })
    const read = await readBytes(pdf)
    expect(read.book.media).toHaveLength(1)
    expect(figuresOf(read)).toEqual([`figure(!${read.book.media[0]?.name})`])
  })
})
