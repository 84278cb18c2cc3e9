import bidiJs from 'bidi-js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Glyph } from '../../src/pdf/engine/pdf-document.ts'
import { rightToLeftRuns, writingDirection } from '../../src/pdf/layout/bidi/right-to-left-runs.ts'
import { mirrorPage } from '../../src/pdf/layout/mirror-page.ts'
import { pageFlow } from '../../src/pdf/layout/page-pieces.ts'
import { lineText } from '../../src/pdf/layout/text-line.ts'
import { pageSegments } from '../../src/pdf/page-segments.ts'
import { LinkPlaces } from '../../src/pdf/structure/link-places.ts'
import { fillLines, makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const bidi = (bidiJs as unknown as typeof bidiJs.default)()
const font = { name: 'F', isBold: false, isItalic: false, isFixed: false }
const SIZE = 10

/** Letters of a line as a typesetter puts them, each half as wide as the size; spaces are gaps. */
function setLine(text: string, { x = 100, y = 100 } = {}): Glyph[] {
  const found = bidi.getEmbeddingLevels(text, 'rtl')
  return bidi.getReorderedIndices(text, found).flatMap((at, i) => {
    const letter = text.charAt(at)
    const shown = (found.levels[at] ?? 0) % 2 === 1 ? (bidi.getMirroredCharacter(letter) ?? letter) : letter
    return letter === ' ' ? [] : [glyph(shown, x + (i * SIZE) / 2, y)]
  })
}

function glyph(text: string, x: number, y = 100, advance = SIZE / 2): Glyph {
  return { text, x, y, advance, size: SIZE, font, angle: 0 }
}

const textsOf = (glyphs: readonly Glyph[]) =>
  rightToLeftRuns(glyphs, 'rtl').runs.map((run) => run.map(({ text }) => text).join(''))
const linesOf = (glyphs: readonly Glyph[]) => pageSegments(glyphs, new Map(), []).segments.map(lineText)

describe('lines that run from right to left', () => {
  test('are read as they stand, with words, numbers and brackets that run the other way', () => {
    const text = 'ספרי XML (בעברית) משנת 2024, כ-1,500 ספרים.'
    expect(textsOf(setLine(text))).toEqual([text])
    expect(textsOf(setLine('كتب XML (بالعربية) في عام ٢٠٢٤.'))).toEqual(['كتب XML (بالعربية) في عام ٢٠٢٤.'])
  })

  test('are what they were, in whatever order they are drawn', () => {
    // A number before a word of Latin letters looks like one after it: that one is meant more often.
    const word = fc.constantFrom(
      'שלום',
      'עולם',
      'ספר',
      'سلام',
      'كتاب',
      'PDF',
      'Dublin 12',
      '12 דג',
      '3.50 דג',
      '(של)',
      'א,',
    )
    const sentence = fc.array(word, { minLength: 1, maxLength: 9 }).map((words) => `ספר ${words.join(' ')} סוף`)
    const drawn = sentence.chain((text) => {
      const line = setLine(text)
      return fc.tuple(fc.constant(text), fc.shuffledSubarray(line, { minLength: line.length }))
    })
    fc.assert(
      fc.property(drawn, ([text, line]) => {
        expect(textsOf(line)).toEqual([text])
      }),
    )
  })

  test('keep brackets that are told as what they mean, and not as they look', () => {
    const [inside, looks] = ['אב (גד) הו', setLine('אב (גד) הו')]
    const means = looks.map((one) => ({ ...one, text: bidi.getMirroredCharacter(one.text) ?? one.text }))
    expect(textsOf(looks)).toEqual([inside])
    expect(textsOf(means)).toEqual([inside])
  })

  test('keep pairs of brackets of which the engine turned one alone, beside words that run the other way', () => {
    const text = 'השרשרת (H) בירוק, X-Ray (נקרא גם)'
    const one = (text: string, at: number) =>
      setLine(text).map((glyph, i) => (i === at ? { ...glyph, text: '(' } : glyph))
    expect(textsOf(setLine(text))).toEqual([text])
    const line = setLine('השרשרת (H) בירוק')
    const closing = line.findIndex(({ text }) => text === '(')
    expect(textsOf(one('השרשרת (H) בירוק', closing + 2))).toEqual(['השרשרת (H) בירוק'])
  })

  test('have words whole whose letters are spaced out', () => {
    const spaced = (gap: number) =>
      [...'אופן ההכנה'].flatMap((text, i) => (text === ' ' ? [] : [glyph(text, 300 - i * (SIZE / 2 + gap))]))
    expect(textsOf(spaced(1.2))).toEqual(['אופן ההכנה'])
    expect(textsOf(spaced(2.5))).toEqual(['ה ה כ נ ה', 'א ו פ ן'])
  })

  test('have words apart where a space was drawn, however narrow it became', () => {
    const line = (space: readonly Glyph[]) => [
      glyph('ב', 110.7),
      glyph('א', 105.7),
      ...space,
      glyph('ד', 100),
      glyph('ג', 95),
    ]
    expect(textsOf(line([]))).toEqual(['באדג'])
    expect(textsOf(line([glyph(' ', 105.7, 100, 0)]))).toEqual(['בא דג'])
  })

  test('have words apart whose letters are set closer than they are wide', () => {
    const line = [...'אבגד הוזח'].flatMap((letter, i) => (letter === ' ' ? [] : [glyph(letter, 200 - 3 * i)]))
    expect(textsOf(line)).toEqual(['אבגד הוזח'])
  })

  test('have words apart beside a letter with a mark, but not where the width of letters at one place is unknown', () => {
    const marked = [glyph('ب', 107), glyph('ت', 100), glyph('ِ', 101, 101, 3)]
    expect(textsOf(marked)).toEqual(['ب تِ'])
    expect(textsOf([glyph('ب', 107), glyph('ت', 100), glyph('ِ', 100, 100, 3)])).toEqual(['بتِ'])
  })

  test('keep half spaces, which lie under the letter before them', () => {
    const line = [glyph('م', 115), glyph('ی', 110), glyph(' ', 110, 100, 1.8), glyph('ر', 105), glyph('و', 100)]
    expect(textsOf(line)).toEqual(['می\u200Cرو'])
  })

  test('have no more spaces than are drawn where most letters overlap, and some do not', () => {
    const [wide, own] = [7, 5]
    const word = (text: string, x: number) =>
      [...text].map((letter, i) => glyph(letter, x - 5 * i, 100, letter === 'ג' || letter === 'ז' ? own : wide))
    const space = glyph(' ', 181, 100, 4)
    expect(textsOf([...word('אבגד', 200), space, ...word('הוזח', 176)])).toEqual(['אבגד הוזח'])
  })

  test('have their marks after the letter that they stand over, and ligatures from their first letter', () => {
    const marked = [glyph('َ', 111, 100, 3), glyph('ك', 110), glyph('ت', 105), glyph('ِ', 106, 101, 3)]
    expect(textsOf(marked)).toEqual(['كَتِ'])
    const high = [
      glyph('َ', 111, 93, 3),
      ...marked.slice(1, 3),
      glyph('ِ', 106, 106, 3),
      glyph('ب', 110, 120),
      glyph('ُ', 111, 112, 3),
    ]
    expect(textsOf(high)).toEqual(['كَتِ', 'بُ'])
    const ligature = [glyph('ا', 110), glyph('أ', 100, 100, 4), glyph('ل', 100, 100, 8), glyph('و', 95)]
    expect(textsOf(ligature)).toEqual(['الأو'])
  })

  test.each(['الله', 'لله'])(
    'have the ligature %s as it is spelled, whichever of its letters is told first',
    (word) => {
      const ligature = [...word].map((letter) => glyph(letter, 100, 100, 10))
      const before = [glyph('ب', 110)]
      expect(textsOf([...before, ...ligature])).toEqual([`ب${word}`])
      expect(textsOf([...before, ...ligature.toReversed()])).toEqual([`ب${word}`])
    },
  )

  test('end at a wide gap, beside which other letters are left as they are', () => {
    const code = [glyph('i', 10), glyph('f', 15)]
    const glyphs = [...code, ...setLine('שלום עולם')]
    expect(rightToLeftRuns(glyphs, 'rtl').others).toEqual(code)
    expect(textsOf(glyphs)).toEqual(['שלום עולם'])
  })
})

describe('pages that run from right to left', () => {
  test('have the numbers of their lists turned, too', () => {
    const glyphs = [...setLine('שלום עולם'), glyph('.', 150, 120), glyph('1', 155, 120)]
    expect(linesOf(glyphs)).toEqual(['שלום עולם', '1.'])
  })

  test('have their pieces of lines joined from the right, words of other scripts from the left', () => {
    const far = setLine('אחד', { x: 140 })
    const raised = [{ ...glyph('7', 137, 97, 3), size: 6 }]
    expect(linesOf([...far, ...raised, ...setLine('שתיים', { x: 105 })])).toEqual(['אחד7 שתיים'])
  })

  test('have their turned text from the right, too', () => {
    const up = (glyphs: readonly Glyph[]) => glyphs.map((one) => ({ ...one, x: one.y, y: -one.x, angle: 270 }))
    const turned = [...up(setLine('אחד', { x: 160 })), ...up(setLine('שתיים', { x: 100 }))]
    const { segments, turned: groups } = pageSegments([...setLine('שלום עולם ספר סוף דג'), ...turned], new Map(), [])
    const page = { page: 0, height: 800, segments, turned: groups, pictures: [], rules: [], frames: [] }
    const lines = pageFlow(mirrorPage(page, 600)).flatMap((item) => ('line' in item ? [lineText(item.line)] : []))
    expect(lines).toEqual(['שלום עולם ספר סוף דג', 'אחד שתיים'])
  })

  test('have links that lead to the line at their height, though its place is seen in a mirror', () => {
    const { segments, turned } = pageSegments(
      [...setLine('שלום', { x: 410 }), ...setLine('עולם', { x: 90, y: 130 })],
      new Map(),
      [],
    )
    const page = mirrorPage({ page: 0, height: 800, segments, turned, pictures: [], rules: [], frames: [] }, 600)
    const places = new LinkPlaces()
    const anchor = places.anchorOf({ page: 0, top: 92, left: 400 })
    const goals = places.byGoal(pageFlow(page))
    expect([...goals].map(([goal, anchors]) => ['spans' in goal && lineText(goal), anchors])).toEqual([
      ['שלום', [anchor]],
    ])
  })

  test('leave a page alone on which such letters are few, but for the words themselves', () => {
    const english = [...'The word means peace'].flatMap((letter, i) =>
      letter === ' ' ? [] : [glyph(letter, 200 + i * 5)],
    )
    const glyphs = [...english, ...setLine('שלום', { x: 305 })]
    expect(writingDirection(glyphs)).toBe('ltr')
    expect(linesOf(glyphs)).toEqual(['The word means peace שלום'])
  })
})

describe('books that run from right to left', () => {
  /** What the letters of Helvetica mean: small ones are Hebrew letters. */
  const MEANING = [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Meaning def /CMapType 2 def',
    '1 begincodespacerange <00> <FF> endcodespacerange',
    '2 beginbfrange <20> <5A> <0020> <61> <7B> <05D0> endbfrange',
    'endcmap CMapName currentdict /CMap defineresource pop end end',
  ].join('\n')

  /** Writes lines that end at `right`, letter by letter as they are seen. */
  function writeBackward(pdf: Pdf, lines: readonly string[], { right = 520, y = 100 } = {}): void {
    pdf.font('Helvetica').fontSize(11)
    const meaning = pdf.ref({})
    meaning.end(MEANING)
    const hebrew = pdf.ref({ Type: 'Font', Subtype: 'Type1', BaseFont: 'Helvetica', ToUnicode: meaning })
    hebrew.end('')
    Object.assign(pdf.page.fonts, { Hebrew: hebrew })
    for (const [i, line] of lines.entries()) {
      const letters = [...bidi.getReorderedString(line, bidi.getEmbeddingLevels(line, 'rtl'))].map(codeOf)
      let x = right - pdf.widthOfString(letters.join(''))
      for (const letter of letters) {
        const shown = /[()\\]/.test(letter) ? `\\${letter}` : letter
        if (letter !== ' ') pdf.addContent(`BT /Hebrew 11 Tf 1 0 0 -1 ${x} ${y + 14 * i} Tm (${shown}) Tj ET`)
        x += pdf.widthOfString(letter)
      }
    }
  }

  const codeOf = (letter: string) =>
    letter >= 'א' ? String.fromCharCode(letter.charCodeAt(0) - 'א'.charCodeAt(0) + 'a'.charCodeAt(0)) : letter
  const wordsOf = (letter: string, count: number) => Array(count).fill(letter.repeat(4)).join(' ')
  const fill = (letter: string, words: number) => Array<string>(5).fill(wordsOf(letter, words))

  async function blocksOf(draw: (pdf: Pdf) => void): Promise<string[]> {
    return showBlocks((await readBytes(await makePdf(draw))).book.body)
  }

  test('have indents and numbers at the right, and bullets that are drawn there', async () => {
    const blocks = await blocksOf((pdf) => {
      writeBackward(pdf, [wordsOf('ש', 14), 'סוף.'])
      writeBackward(pdf, [wordsOf('ר', 13), 'סוף.'], { right: 500, y: 128 })
      writeBackward(pdf, ['1. פריט ראשון עם PDF', '2. פריט שני'], { y: 200 })
      writeBackward(pdf, ['אבן אחת', 'אבן שנייה'], { right: 534, y: 260 })
      for (const y of [256, 270]) pdf.circle(542, y, 1.8).fill()
    })
    expect(blocks).toEqual([
      `p: ${wordsOf('ש', 14)} סוף.`,
      `p: ${wordsOf('ר', 13)} סוף.`,
      'ol(p: פריט ראשון עם PDF + p: פריט שני)',
      'ul(p: אבן אחת + p: אבן שנייה)',
    ])
  })

  test('have their right column first, and the first cell of a row at the right', async () => {
    const blocks = await blocksOf((pdf) => {
      for (const [i, row] of [
        ['שם', 'כמות', 'מחיר'],
        ['תפוח', '12', '3.50'],
        ['אגס', '7', '4.20'],
      ].entries())
        for (const [k, cell] of row.entries()) writeBackward(pdf, [cell], { right: 500 - 100 * k, y: 100 + 14 * i })
      for (const x of [210, 310, 410, 510]) pdf.moveTo(x, 86).lineTo(x, 134).stroke()
      for (const y of [86, 102, 118, 134]) pdf.moveTo(210, y).lineTo(510, y).stroke()
      writeBackward(pdf, fill('א', 8), { y: 200 })
      writeBackward(pdf, fill('ב', 8), { right: 270, y: 200 })
    })
    expect(blocks[0]).toMatch(/^table.*שם.*כמות.*מחיר.*תפוח.*12.*3\.50/)
    expect(blocks.slice(1)).toEqual([`p: ${[...fill('א', 8), ...fill('ב', 8)].join(' ')}`])
  })

  test('say so, and of text and code in other letters that it runs the other way', async () => {
    const bytes = await makePdf((pdf) => {
      writeBackward(
        pdf,
        ['ש', 'ר', 'ק', 'ץ'].map((letter) => wordsOf(letter, 14)),
      )
      pdf.font('Helvetica')
      writeLines(pdf, ['Stones of the hill.'], { x: 300, y: 220 })
    })
    const { book } = await readBytes(bytes)
    expect(book.body.map((piece) => piece.kind !== 'part' && piece.direction)).toEqual(['rtl'])
    expect(showBlocks(book.body)[1]).toBe('@ltr p: Stones of the hill.')
  })

  test('say so of references in other letters, whose title they stand below', async () => {
    const entries = ['Baker, C. 2001. On birds.', 'Miller, A. 1968. On stones.', 'Smith, B. 1843. On rivers.']
    const bytes = await makePdf((pdf) => {
      writeBackward(
        pdf,
        ['ש', 'ר', 'ק', 'ץ'].map((letter) => wordsOf(letter, 14)),
      )
      pdf.font('Helvetica-Bold')
      writeLines(pdf, ['References'], { x: 300, y: 200, size: 14 })
      pdf.font('Helvetica')
      writeLines(pdf, entries, { x: 300, y: 230, step: 30 })
    })
    expect(showBlocks((await readBytes(bytes)).book.body).at(-1)).toBe(
      `bibliography(${entries.map((entry) => `<plain@ltr>${entry}</>`).join(' + ')})`,
    )
  })

  test('are not those that have such words only', async () => {
    const bytes = await makePdf((pdf) => {
      writeLines(pdf, fillLines(6))
      writeBackward(pdf, ['שלום'], { y: 240 })
    })
    const { book } = await readBytes(bytes)
    expect(book.body.map((piece) => piece.kind !== 'part' && piece.direction)).toEqual([undefined])
    expect(showBlocks(book.body)[1]).toBe('p: שלום')
  })
})
