import { createWriteStream } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { finished } from 'node:stream/promises'
import PdfDocument from 'pdfkit'
import type { Block, Cell, Chapter, Handbook, Part, Table } from './book-model.ts'
import { backoffPng, DRAWINGS, type Drawing } from './figures.ts'
import { type Inline, parseInline, plainText } from './inline.ts'

const FONTS = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf')
const FACES = {
  text: 'DejaVuSerif',
  em: 'DejaVuSerif-Italic',
  strong: 'DejaVuSerif-Bold',
  code: 'DejaVuSansMono',
} as const
const MARGIN = 72
const WIDTH = 451 // A4 without margins
const BOTTOM = 770
const INK = '#1f3a5f'

type Outline = PDFKit.PDFOutline

/** Writes the handbook as a PDF with outline, links, running heads and page numbers. */
export async function writePdf(book: Handbook, path: string): Promise<void> {
  const writer = new PdfWriter(book)
  const stream = createWriteStream(path)
  writer.document.pipe(stream)
  writer.write()
  await finished(stream)
}

class PdfWriter {
  readonly document: PDFKit.PDFDocument
  readonly #book: Handbook
  #notes: string[] = []
  #noteNumber = 0
  #head = ''

  constructor(book: Handbook) {
    this.#book = book
    const info = {
      Title: book.title,
      Author: `${book.author.first} ${book.author.last}`,
      CreationDate: new Date(Date.UTC(2026, 0, 1)),
    }
    this.document = new PdfDocument({
      size: 'A4',
      margin: MARGIN,
      bufferPages: true,
      lang: book.language,
      info,
      autoFirstPage: false,
    })
    for (const [face, file] of Object.entries(FACES)) this.document.registerFont(face, join(FONTS, `${file}.ttf`))
  }

  write(): void {
    this.#titlePage()
    for (const item of this.#book.items) {
      if (item.kind === 'part') this.#part(item)
      else this.#chapter(item, this.document.outline)
    }
    this.#furniture()
    this.document.end()
  }

  #titlePage(): void {
    const { title, subtitle, author, publisher, date } = this.#book
    this.#page('')
    this.document.y = 240
    this.document.font('strong').fontSize(26).fillColor(INK).text(title, { align: 'center' })
    this.document.moveDown(0.4).font('em').fontSize(15).text(subtitle, { align: 'center' })
    this.document
      .moveDown(3)
      .font('text')
      .fontSize(12)
      .fillColor('black')
      .text(`${author.first} ${author.last}`, { align: 'center' })
    this.document.moveDown(12).fontSize(10).text(`${publisher}, ${date}`, { align: 'center' })
  }

  #part({ id, title, intro, chapters }: Part): void {
    this.#page('')
    this.document.y = 280
    const outline = this.document.outline.addItem(title)
    this.document.addNamedDestination(id)
    this.document.font('strong').fontSize(24).fillColor(INK).text(title, { align: 'center' }).fillColor('black')
    this.document.moveDown(1)
    this.#line(intro)
    for (const chapter of chapters) this.#chapter(chapter, outline)
  }

  #chapter(chapter: Chapter, parent: Outline): void {
    this.#page(chapter.title)
    const outline = parent.addItem(chapter.title)
    this.document.addNamedDestination(chapter.id)
    this.document.font('strong').fontSize(20).fillColor(INK).text(chapter.title).fillColor('black').moveDown(0.8)
    let section = outline
    for (const block of chapter.blocks) {
      if (!('h' in block)) {
        this.#block(block)
        continue
      }
      this.#room(70)
      if (block.h === 2) section = outline.addItem(plainText(block.text))
      else section.addItem(plainText(block.text))
      if (block.id !== undefined) this.document.addNamedDestination(block.id)
      this.document
        .moveDown(0.6)
        .font('strong')
        .fontSize(block.h === 2 ? 14 : 11.5)
        .fillColor(INK)
        .text(plainText(block.text))
      this.document.fillColor('black').moveDown(0.3)
    }
    this.#footnotes()
  }

  #block(block: Exclude<Block, { h: 2 | 3 }>): void {
    if ('p' in block) this.#line(block.p)
    else if ('list' in block)
      for (const [i, item] of block.list.entries()) this.#line(`${block.ordered ? `${i + 1}.` : '•'} ${item}`, 14)
    else if ('code' in block) this.#code(block.code)
    else if ('quote' in block) this.#line(`*${block.quote}*${block.by ? ` — ${block.by}` : ''}`, 28)
    else if ('verse' in block) this.#verse(block.verse)
    else if ('figure' in block) this.#figure(block)
    else if ('table' in block) this.#table(block.table, block.id, block.caption)
    else if ('terms' in block) for (const [term, text, id] of block.terms) this.#line(`**${term}** ${text}`, 0, id)
    else if ('sources' in block) for (const [id, text] of block.sources) this.#line(text, 0, id)
    else
      for (const [letter, lines] of block.entries)
        for (const [i, text] of [`**${letter}**`, ...lines].entries()) this.#line(text, i === 0 ? 0 : 14)
  }

  /** A paragraph of marked-up words. */
  #line(text: string, indent = 0, id?: string): void {
    const pieces = parseInline(text)
    const height = this.document
      .font('text')
      .fontSize(10.5)
      .heightOfString(plainText(text), { width: WIDTH - indent, lineGap: 3 })
    this.#room(Math.min(height, 60))
    if (id !== undefined) this.document.addNamedDestination(id)
    this.document.x = MARGIN + indent
    for (const [i, piece] of pieces.entries())
      this.#piece(piece, { width: WIDTH - indent, lineGap: 3, continued: i < pieces.length - 1 })
    this.document.x = MARGIN
    this.document.moveDown(0.6)
  }

  #piece(piece: Inline, place: PDFKit.Mixins.TextOptions): void {
    const { document } = this
    // Options of one piece go on in the next unless they are taken back.
    const options = (more: Record<string, unknown> = {}): PDFKit.Mixins.TextOptions =>
      ({ ...place, link: null, goTo: null, rise: 0, ...more }) as object
    document.fontSize(piece.kind === 'code' ? 9.5 : 10.5)
    if (piece.kind === 'note') {
      this.#notes.push(piece.text)
      document
        .font('text')
        .fontSize(7)
        .text(String(++this.#noteNumber), options({ rise: 4 }))
    } else if (piece.kind === 'link') {
      const target = piece.target.startsWith('#') ? { goTo: piece.target.slice(1) } : { link: piece.target }
      document.font('text').fillColor(INK).text(piece.text, options(target)).fillColor('black')
    } else document.font(piece.kind).text(piece.text, options())
  }

  #code(code: string): void {
    const height = this.document.font('code').fontSize(8.5).heightOfString(code, { lineGap: 2 })
    this.#room(height + 20)
    const top = this.document.y
    this.document
      .rect(MARGIN, top, WIDTH, height + 12)
      .fill('#f3f4f6')
      .fillColor('black')
    this.document.text(code, MARGIN + 10, top + 7, { lineGap: 2 })
    this.document.x = MARGIN
    this.document.y = top + height + 22
  }

  #verse(lines: readonly string[]): void {
    this.#room(lines.length * 18)
    this.document.font('em').fontSize(10.5)
    for (const line of lines) this.document.text(line, MARGIN + 28, this.document.y, { lineGap: 3 })
    this.document.x = MARGIN
    this.document.moveDown(0.8)
  }

  #figure({ figure, id, caption }: Extract<Block, { figure: string }>): void {
    const height = figure === 'backoff' ? 160 : DRAWINGS[figure].height
    this.#room(height + 40)
    this.document.addNamedDestination(id)
    const top = this.document.y
    if (figure === 'backoff') this.document.image(Buffer.from(backoffPng()), MARGIN + 15, top, { width: 420 })
    else this.#draw(DRAWINGS[figure], MARGIN + 15, top)
    this.document.y = top + height + 8
    this.document.font('em').fontSize(9.5).text(caption, MARGIN, this.document.y, { align: 'center', width: WIDTH })
    this.document.moveDown(1)
  }

  #draw({ boxes, arrows }: Drawing, left: number, top: number): void {
    const { document } = this
    document.save().lineWidth(0.8).strokeColor(INK)
    for (const [x1, y1, x2, y2] of arrows) {
      document.moveTo(left + x1, top + y1)
      document.lineTo(left + x2, top + y2).stroke()
      this.#arrowHead(left + x2, top + y2, Math.atan2(y2 - y1, x2 - x1))
    }
    for (const [x, y, width, height, text] of boxes) {
      document.roundedRect(left + x, top + y, width, height, 5).fillAndStroke('#eef3f9', INK)
      document
        .font('text')
        .fontSize(10)
        .fillColor(INK)
        .text(text, left + x, top + y + height / 2 - 6, { width, align: 'center' })
    }
    document.restore().fillColor('black')
    document.x = MARGIN
  }

  #arrowHead(x: number, y: number, angle: number): void {
    const side = (turn: number) => [x - 6 * Math.cos(angle + turn), y - 6 * Math.sin(angle + turn)] as const
    this.document.polygon([x, y], [...side(0.4)], [...side(-0.4)]).fill(INK)
  }

  #table({ head, rows }: Table, id: string, caption: string): void {
    const columns = head.length
    const width = WIDTH / columns
    const lineHeight = 24
    this.#room((rows.length + 1) * lineHeight + 40)
    this.document.addNamedDestination(id)
    this.document
      .font('em')
      .fontSize(9.5)
      .text(plainText(caption), MARGIN, this.document.y, { width: WIDTH })
      .moveDown(0.4)
    const top = this.document.y
    const covered = new Set<string>()
    for (const [r, cells] of [head, ...rows].entries()) {
      let c = 0
      for (const cell of cells) {
        while (covered.has(`${r},${c}`)) c++
        const [spanColumns, spanRows] = spans(cell)
        for (let y = r; y < r + spanRows; y++) for (let x = c; x < c + spanColumns; x++) covered.add(`${y},${x}`)
        const box = [MARGIN + c * width, top + r * lineHeight, width * spanColumns, lineHeight * spanRows] as const
        this.document
          .rect(...box)
          .lineWidth(0.5)
          .stroke('#889')
        const text = plainText(typeof cell === 'string' ? cell : cell.text)
        this.document
          .font(r === 0 ? 'strong' : 'text')
          .fontSize(8.5)
          .fillColor('black')
          .text(text, box[0] + 5, box[1] + 7, { width: box[2] - 10 })
        c += spanColumns
      }
    }
    this.document.x = MARGIN
    this.document.y = top + (rows.length + 1) * lineHeight + 12
  }

  #footnotes(): void {
    if (this.#notes.length === 0) return
    const first = this.#noteNumber - this.#notes.length + 1
    this.#room(40 * this.#notes.length)
    this.document
      .moveTo(MARGIN, this.document.y)
      .lineTo(MARGIN + 120, this.document.y)
      .lineWidth(0.5)
      .stroke('#889')
      .moveDown(0.5)
    for (const [i, note] of this.#notes.entries())
      this.document
        .font('text')
        .fontSize(8.5)
        .text(`${first + i} ${note}`, { width: WIDTH, lineGap: 2 })
        .moveDown(0.3)
    this.#notes = []
  }

  #page(head: string): void {
    this.#head = head
    this.document.addPage()
    this.#heads.push(head)
  }

  readonly #heads: string[] = []

  /** Begins a new page when less than this is left. */
  #room(height: number): void {
    if (this.document.y + height <= BOTTOM) return
    this.document.addPage()
    this.#heads.push(this.#head)
  }

  /** Running heads and page numbers, once all pages are there. */
  #furniture(): void {
    const { document } = this
    const { count } = document.bufferedPageRange()
    for (let i = 1; i < count; i++) {
      document.switchToPage(i)
      document.page.margins.bottom = 0
      document.page.margins.top = 0
      document.font('text').fontSize(8.5).fillColor('#666')
      document.text(this.#heads[i] ? this.#book.title : '', MARGIN, 40, {
        width: WIDTH,
        align: i % 2 === 0 ? 'left' : 'right',
        lineBreak: false,
      })
      document.text(String(i + 1), MARGIN, 800, { width: WIDTH, align: 'center', lineBreak: false })
    }
  }
}

function spans(cell: Cell): [columns: number, rows: number] {
  return typeof cell === 'string' ? [1, 1] : [cell.columns ?? 1, cell.rows ?? 1]
}
