import { describe, expect, test } from 'vitest'
import type { PdfPage } from '../../src/pdf/engine/pdf-document.ts'
import { findFormulas } from '../../src/pdf/formulas/find-formulas.ts'
import type { Segment } from '../../src/pdf/layout/text-line.ts'
import { fillLines, makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const MATH = 'Times-BoldItalic'

/** The blocks of a page of text with something in the middle; letters in one font are those of formulas. */
function read(draw: (doc: Pdf) => void): Promise<string[]> {
  return readAll((doc) => {
    writeLines(doc, fillLines(5), { y: 72 })
    draw(doc)
    doc.font('Helvetica')
    writeLines(doc, fillLines(5), { y: 300 })
  })
}

async function readAll(draw: (doc: Pdf) => void): Promise<string[]> {
  const pdf = await makePdf(draw)
  const named = pdf
    .toString('latin1')
    .replace(`/BaseFont /${MATH}`, '/BaseFont /CMMI10'.padEnd(`/BaseFont /${MATH}`.length))
  return showBlocks((await readBytes(Buffer.from(named, 'latin1'))).book.body)
}

/** `f = a+b / c-d`, with a bar. */
function drawFraction(doc: Pdf, { x = 200, y = 200 } = {}): void {
  doc.font(MATH)
  writeLines(doc, ['f ='], { x, y })
  writeLines(doc, ['a+b'], { x: x + 24, y: y - 8 })
  writeLines(doc, ['c-d'], { x: x + 24, y: y + 8 })
  doc
    .lineWidth(0.5)
    .moveTo(x + 22, y + 5.5)
    .lineTo(x + 46, y + 5.5)
    .stroke()
}

const PAGE = { width: 4_000, height: 4_000, rules: [], shapes: [] } as unknown as PdfPage

/** A piece of three letters of a formula, as low as a line. */
function piece(text: string, left: number, top: number): Segment {
  const look = { isBold: false, isItalic: true, isFixed: false }
  const box = { left, top, right: left + 15, bottom: top + 9 }
  return { box, baseline: top + 8, size: 10, letters: 3, mathLetters: 3, ...look, spans: [{ ...look, text }] }
}

describe('formulas', () => {
  test('with a fraction that stand by themselves are pictures, with their letters and number', async () => {
    const blocks = await read((doc) => {
      drawFraction(doc)
      doc.font('Helvetica')
      writeLines(doc, ['(3.1)'], { x: 500, y: 200 })
    })
    expect(blocks).toHaveLength(3)
    expect(blocks[1]).toMatch(/^equation.*a\+b f = \(3\.1\) c-d/)
  })

  test('that are the same on many pages are there each time, as no logo is', async () => {
    const pages = 5
    const blocks = await readAll((doc) => {
      for (let page = 0; page < pages; page++) {
        if (page > 0) doc.addPage()
        drawFraction(doc, { y: 60 })
        doc.font('Helvetica')
        writeLines(doc, fillLines(5, page), { y: 120 })
      }
    })
    expect(blocks.filter((block) => /^equation.*a\+b f = c-d/.test(block))).toHaveLength(pages)
  })

  test('with a limit below are pictures, and lines of text right above or below are none of them', async () => {
    const blocks = await read((doc) => {
      doc.font(MATH)
      writeLines(doc, ['r = max f(a+b)'], { x: 200, y: 200 })
      writeLines(doc, ['a<b'], { x: 224, y: 212, size: 7 })
      doc.font('Helvetica')
      writeLines(doc, ['where the stones of the river are counted by all'], { x: 72, y: 222 })
    })
    expect(blocks[1]).toMatch(/^equation.*r = max f\(a\+b\) a<b/)
    expect(blocks[2]).toBe('p: where the stones of the river are counted by all')
  })

  test('of one line stay text', async () => {
    const blocks = await read((doc) => {
      doc.font(MATH)
      writeLines(doc, ['f = a+b'], { x: 200, y: 200 })
    })
    expect(blocks.join(' ')).not.toContain('equation')
    expect(blocks.join(' ')).toContain('f = a+b')
  })

  test('in a line of text stay text', async () => {
    const blocks = await read((doc) => {
      drawFraction(doc)
      doc.font('Helvetica')
      writeLines(doc, ['and so the stones of the river are'], { x: 20, y: 200 })
      writeLines(doc, ['of all the hills around it'], { x: 250, y: 200 })
    })
    expect(blocks.join(' ')).not.toContain('equation')
  })

  test('between the lines of a table stay in it', async () => {
    const blocks = await read((doc) => {
      drawFraction(doc)
      doc.lineWidth(0.5)
      for (const y of [180, 228]) doc.moveTo(150, y).lineTo(450, y).stroke()
    })
    expect(blocks.join(' ')).not.toContain('equation')
  })

  test('are those with letters of a font for formulas, not any text over and under a line', async () => {
    const blocks = await read((doc) => {
      doc.font('Times-Roman')
      writeLines(doc, ['over'], { x: 224, y: 192 })
      writeLines(doc, ['under'], { x: 224, y: 208 })
      doc.lineWidth(0.5).moveTo(222, 205.5).lineTo(250, 205.5).stroke()
    })
    expect(blocks.join(' ')).not.toContain('equation')
  })

  test('with a root that stand by themselves are pictures, however low they are', () => {
    const found = (text: string) => findFormulas(PAGE, [piece(text, 100, 100)]).length
    expect(found('√xy')).toBe(1)
    expect(found('∑xy')).toBe(0)
  })

  test('take no time to look for on a page of thousands of letters', () => {
    const started = performance.now()
    const few = findFormulas(
      PAGE,
      Array.from({ length: 4_900 }, (_, n) => piece('∑xy', (n % 95) * 40, Math.floor(n / 95) * 40)),
    )
    expect(performance.now() - started).toBeLessThan(5_000)
    expect(few).toEqual([])
  })
})
