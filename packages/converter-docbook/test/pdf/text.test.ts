import { describe, expect, test } from 'vitest'
import { fillLines, makePdf, type Pdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks, showBody } from '../support/show-tree.ts'

const blocksOf = async (bytes: Buffer) => showBlocks((await readBytes(bytes)).book.body)

describe('lines and paragraphs', () => {
  test('lines that follow each other are one paragraph, a wider gap begins the next', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, ['The first line of a paragraph goes on', 'in the second line and ends there.'])
      writeLines(doc, ['Another paragraph stands further down.'], { y: 160 })
    })
    expect(await blocksOf(pdf)).toEqual([
      'p: The first line of a paragraph goes on in the second line and ends there.',
      'p: Another paragraph stands further down.',
    ])
  })

  test('text with space between all lines is whole paragraphs, also where a chapter has few of them', async () => {
    const pdf = await makePdf((doc) => {
      for (const [page, title] of ['Of Stones', 'Of Rivers'].entries()) {
        if (page > 0) doc.addPage()
        doc.outline.addItem(title)
        writeLines(doc, [title], { y: 60, size: 16 })
        writeLines(doc, [...fillLines(page === 0 ? 20 : 3), 'the end.'], { y: 100, step: 25 })
        writeLines(doc, ['A last word follows.'], { y: 680 })
      }
    })
    const ends = (await blocksOf(pdf)).map((block) => block.split(' ').slice(-2).join(' '))
    expect(ends).toEqual(['the end.', 'word follows.', 'the end.', 'word follows.'])
  })

  test('so is it in a book that has half as many close lines, if most of the others go on with a word', async () => {
    const read = (line: (text: string) => string) =>
      makePdf((doc) => {
        writeLines(doc, fillLines(24).map(line), { y: 100, step: 25 })
        doc.addPage()
        writeLines(doc, fillLines(13), { y: 100, step: 13 })
      }).then(blocksOf)
    expect(await read((text) => text.toLowerCase())).toHaveLength(1)
    expect((await read((text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`)).length).toBeGreaterThan(20)
  })

  test('a chapter that is set close in such a book keeps its paragraphs apart', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, ['Of Stones'], { y: 60, size: 16 })
      writeLines(doc, fillLines(26), { y: 100, step: 25 })
      doc.addPage()
      writeLines(doc, ['Of Rivers'], { y: 60, size: 16 })
      for (const y of [100, 150]) writeLines(doc, fillLines(3), { y, step: 13 })
    })
    expect(await blocksOf(pdf)).toHaveLength(3)
  })

  test('pieces of a large sign say nothing about how far the lines of the text stand apart', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(6), { step: 18 })
      writeLines(
        doc,
        Array.from({ length: 9 }, () => '|'),
        { y: 240, step: 4 },
      )
    })
    expect(showBlocks((await readBytes(pdf)).book.body)[0]).toBe(`p: ${fillLines(6).join(' ')}`)
  })

  test('lines far from each other stay lines where most stand close', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(12), { y: 60 })
      writeLines(doc, fillLines(3), { y: 260, step: 25 })
    })
    expect(await blocksOf(pdf)).toHaveLength(4)
  })

  test('a paragraph goes on at the top of the next page when its sentence does', async () => {
    const lines = fillLines(10)
    const pdf = await makePdf((doc) => {
      writeLines(doc, lines, { y: 600 })
      doc.addPage()
      writeLines(doc, ['and this is the end of the sentence of the page before.', 'New words follow here.'])
    })
    const blocks = await blocksOf(pdf)
    expect(blocks).toHaveLength(1)
    expect(blocks[0]).toContain('wqoord and this is the end')
  })

  test('a sentence of the page before may end in a line that is not quite full', async () => {
    const drawn = (last: string) =>
      makePdf((doc) => {
        writeLines(doc, [...fillLines(4), last], { y: 600 })
        doc.addPage()
        writeLines(doc, ['goes on here. ', ...fillLines(4)])
      })
    expect((await blocksOf(await drawn('and most of a line of the text that was before it')))[0]).toContain(
      'was before it goes on here.',
    )
    expect((await blocksOf(await drawn('and not so much of this line of text')))[0]).not.toContain('goes on here.')
  })

  test('a sentence that goes on in the next line is one, however the lines look', async () => {
    /** Words of one look each, one after the other on a line. */
    const mixed = (doc: Pdf, y: number, words: ReadonlyArray<readonly [font: string, size: number, text: string]>) => {
      for (const [i, [font, size, text]] of words.entries())
        doc
          .font(font)
          .fontSize(size)
          .text(text, i === 0 ? 72 : undefined, i === 0 ? y : undefined, {
            ...{ continued: i + 1 < words.length, lineBreak: false },
          })
      doc.font('Helvetica')
    }
    const withCode = await makePdf((doc) => {
      writeLines(doc, ['What a program does when it is called like this and finds a', 'file that is not there:'], {
        y: 86,
      })
      mixed(doc, 114, [
        ['Courier', 8, 'some_module.value_changed(callback_of_function_five) '],
        ['Helvetica', 11, 'is a name'],
      ])
      writeLines(doc, ['like every other one, and means what it says there to all', 'who read it.'], { y: 128 })
    })
    expect((await blocksOf(withCode)).join(' | ')).toMatch(/a name like every other one/)
    const besidePicture = await makePdf((doc) => {
      writeLines(
        doc,
        [
          'It was not at all like the boats of today which every one of',
          'us has seen on rivers and on the sea, but a heavy boat that',
        ],
        { x: 72 },
      )
      writeLines(doc, ['went by sails as well as by steam, and its'], { x: 150, y: 128 })
      writeLines(doc, ['noise was heard from far away.'], { x: 150, y: 142 })
    })
    expect(await blocksOf(besidePicture)).toHaveLength(1)
  })

  test('a divided word is joined, a compound that occurs elsewhere keeps its hyphen', async () => {
    const pdf = await makePdf((doc) =>
      writeLines(doc, [
        'A well-known example of a divided word is a con-',
        'tinuation of the word in the next line, and a well-',
        'known compound keeps the hyphen that it has.',
      ]),
    )
    expect(await blocksOf(pdf)).toEqual([
      'p: A well-known example of a divided word is a continuation of the word in the next line, and a well-known compound keeps the hyphen that it has.',
    ])
  })

  test('a narrow gap between letters that touch otherwise is a space', async () => {
    const pdf = await makePdf((doc) => {
      const write = (y: number, words: readonly string[], gap: number) => {
        let x = 72
        for (const word of words) {
          writeLines(doc, [word], { x, y })
          x += doc.widthOfString(word) + gap * 11
        }
      }
      write(100, ['amount', 'of', 'preparation'], 0.09)
      write(200, ['moun', 'tains', 'preparations'], 0.06)
      write(300, [...'Granite'], 0.15)
      write(400, ['alteration', 'e', 'a', 'consolidation'], 0.15)
    })
    expect(await blocksOf(pdf)).toEqual([
      'p: amount of preparation',
      'p: mountainspreparations',
      'p: Granite',
      'p: alteration e a consolidation',
    ])
  })

  test('a space over which the letter before it reaches is none: it belongs to a ligature', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, ['Stones of the hill'])
      const font = Object.keys(doc.page.fonts)[0]
      // The m is 833 wide, a space 278: the e begins where the m ends.
      doc.addContent(`BT /${font} 11 Tf 1 0 0 -1 72 300 Tm [(and they co) 0 (m) 600 ( ) -322 (e there)] TJ ET`)
    })
    expect(await blocksOf(pdf)).toEqual(['p: Stones of the hill', 'p: and they come there'])
  })

  test('spaces after a letter that reaches over them are spaces, drawn or not', async () => {
    const pdf = await makePdf((doc) => {
      doc.font('Times-Italic')
      writeLines(doc, ['Stones of the hill'])
      const font = Object.keys(doc.page.fonts)[0]
      // An f of Times Italic is 278 wide, and its ink ends at 424.
      const show = (y: number, parts: string) =>
        doc.addContent(`BT /${font} 11 Tf 1 0 0 -1 72 ${y} Tm [${parts}] TJ ET`)
      show(300, '(the duty of) -200 (medical people)')
      show(314, '(is the care of) 120 ( many others,)')
      show(328, '(who have hurt a f) -110 (inger.)')
    })
    expect(await blocksOf(pdf)).toEqual([
      'p: <emphasis>Stones of the hill</>',
      'p: <emphasis>the duty of medical people is the care of many others, who have hurt a finger.</>',
    ])
  })

  test('letters that are too small to be seen are none', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, ['Stones of the hill'])
      doc.addContent(
        `BT /${Object.keys(doc.page.fonts)[0]} 0.00001 Tf 1 0 0 -1 72 200 Tm (the source of a formula) Tj ET`,
      )
    })
    expect(await blocksOf(pdf)).toEqual(['p: Stones of the hill'])
  })

  test('letters that are wide enough to be seen are some, whatever size their font says', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, ['Stones of the hill'])
      doc.addContent(`BT /${Object.keys(doc.page.fonts)[0]} 0.01 Tf 100000 Tz 1 0 0 -1 72 200 Tm (stones) Tj ET`)
    })
    expect((await blocksOf(pdf)).join(' ')).toContain('stones')
  })

  test('a letter that keeps clear of the one that reaches towards it is no new word', async () => {
    const pdf = await makePdf((doc) => {
      doc.font('Times-Roman')
      writeLines(doc, ['Stones of the hill'])
      // An f of Times Roman is 333 wide, and its ink ends at 383.
      doc.addContent(`BT /${Object.keys(doc.page.fonts)[0]} 11 Tf 1 0 0 -1 72 300 Tm [(f) -90 (lexibility)] TJ ET`)
    })
    expect(await blocksOf(pdf)).toEqual(['p: Stones of the hill', 'p: flexibility'])
  })

  test('short words are words where code is set in columns of one width', async () => {
    const pdf = await makePdf((doc) => {
      doc.font('Times-Roman')
      writeLines(doc, ['Stones of the hill'])
      const font = Object.keys(doc.page.fonts)[0]
      doc.fontSize(10)
      let x = 72
      for (const word of ['so', 'a', 'stone', 'is', 'read', 'as', 'he', 'is']) {
        const spacing = 5.8 - doc.widthOfString(word) / word.length
        doc.addContent(`BT /${font} 10 Tf ${spacing} Tc 1 0 0 -1 ${x} 300 Tm (${word}) Tj ET`)
        x += 5.8 * (word.length + 1.5)
      }
    })
    expect(await blocksOf(pdf)).toEqual(['p: Stones of the hill', 'p: so a stone is read as he is'])
  })

  test('letters that are slanted by the page keep the spaces between them', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, ['Stones of the hill'])
      const font = Object.keys(doc.page.fonts)[0]
      doc.addContent(`BT /${font} 10 Tf 1 0 0.2 -1 72 300 Tm [(then) -200 (the) -200 (largest) -200 (root)] TJ ET`)
    })
    expect(await blocksOf(pdf)).toEqual(['p: Stones of the hill', 'p: then the largest root'])
  })

  test('bold, italic and raised letters keep their looks', async () => {
    const pdf = await makePdf((doc) => {
      doc.fontSize(11)
      doc.font('Helvetica').text('plain ', 72, 100, { continued: true, lineBreak: false })
      doc.font('Helvetica-Bold').text('bold ', { continued: true, lineBreak: false })
      doc.font('Helvetica-Oblique').text('italic ', { continued: true, lineBreak: false })
      doc.font('Helvetica').text('squared', { lineBreak: false })
      doc.fontSize(6).text('2', 183, 99, { lineBreak: false })
    })
    const [block] = await blocksOf(pdf)
    expect(block).toContain('<strong>bold</> <emphasis>')
    expect(block).toContain('<emphasis>italic</> squared')
    expect(block).toContain('<superscript>2</>')
  })

  test('the parts of a link are one link, without the space at its ends', async () => {
    const pdf = await makePdf((doc) => {
      const link = { link: 'https://example.org/', lineBreak: false }
      doc.fontSize(11).font('Helvetica').text('see ', 72, 100, { continued: true, lineBreak: false })
      doc
        .text(' the ', { ...link, continued: true })
        .font('Helvetica-Bold')
        .text('pages ', { ...link, continued: true })
      doc.font('Helvetica').text('for more', { link: null, lineBreak: false })
    })
    expect(await blocksOf(pdf)).toEqual(['p: see [the <strong>pages</>](https://example.org/) for more'])
  })

  test('an address that goes on in the next line is joined as it is spelled', async () => {
    const pdf = await makePdf((doc) => {
      const link = { link: 'https://r-project.example/stone', lineBreak: false }
      doc
        .fontSize(11)
        .text('https://r-', 72, 100, link)
        .text('project.example/', 72, 114, link)
        .text('stone', 72, 128, link)
    })
    expect((await blocksOf(pdf)).join(' ')).toContain(
      '[https://r-project.example/stone](https://r-project.example/stone)',
    )
  })

  test('entries of a table of contents stand for themselves, without the dots to the page', async () => {
    const pdf = await makePdf((doc) =>
      writeLines(doc, [
        '1.1 How to begin . . . . . . . . . . . . . . . . . . . . 3',
        '1.2 What comes after the beginning of a book and goes',
        'on in another line . . . . . . . . . . . . . . . . . . . 12',
        'A sentence with an ellipsis .... of no page, and 4 more',
        'words.',
      ]),
    )
    expect(await blocksOf(pdf)).toEqual([
      'p: 1.1 How to begin 3',
      'p: 1.2 What comes after the beginning of a book and goes on in another line 12',
      'p: A sentence with an ellipsis .... of no page, and 4 more words.',
    ])
  })

  test('entries of a table of contents whose pages stand at the edge stand for themselves', async () => {
    const pdf = await makePdf((doc) => {
      const entries = ['1.1 How to begin', '1.2 What comes after the beginning of a', 'book and goes on', '1.3 The end']
      writeLines(doc, entries, { x: 72 })
      for (const [i, page] of ['1', '', '14', 'xx'].entries())
        if (page !== '') writeLines(doc, [page], { x: 300, y: 100 + i * 14 })
    })
    expect(await blocksOf(pdf)).toEqual([
      'p: 1.1 How to begin 1',
      'p: 1.2 What comes after the beginning of a book and goes on 14',
      'p: 1.3 The end xx',
    ])
  })

  test('lines in a font of fixed width are code with their line ends and indents', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, ['A program in two lines is shown here below.'])
      doc.font('Courier')
      writeLines(doc, ['if (true) {'], { y: 140, size: 10 })
      writeLines(doc, ['run()'], { y: 152, x: 72 + 2 * 6, size: 10 })
    })
    expect((await blocksOf(pdf))[1]).toBe('code: if (true) {\n  run()')
  })

  test('text that stands on its side is kept', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(6))
      doc
        .rotate(90, { origin: [550, 200] })
        .fontSize(9)
        .text('printed beside the text', 550, 200, { lineBreak: false })
    })
    expect(await blocksOf(pdf)).toContain('p: printed beside the text')
  })

  test('text that stands on its side does not divide a sentence that goes on on the next page', async () => {
    const lines = fillLines(30)
    const pdf = await makePdf((doc) => {
      writeLines(doc, lines)
      doc.rotate(-90, { origin: [30, 500] }).text('a stamp on its side', 30, 500, { lineBreak: false })
      doc.rotate(90, { origin: [30, 500] })
      doc.addPage()
      writeLines(doc, ['and so it ends.'])
    })
    expect(await blocksOf(pdf)).toEqual(['p: a stamp on its side', `p: ${lines.join(' ')} and so it ends.`])
  })
})

describe('lists', () => {
  test('a mark that stands alone, as in a form, is text', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, ['Is the stone whole?'])
      writeLines(doc, ['\u2022'], { x: 320, y: 200 })
      writeLines(doc, ['Is the stone heavy?'], { y: 300 })
    })
    expect(await blocksOf(pdf)).toEqual(['p: Is the stone whole?', 'p: \u2022', 'p: Is the stone heavy?'])
  })

  test('lines with bullets are the items of a list', async () => {
    const pdf = await makePdf((doc) => writeLines(doc, ['• one thing', '• another thing', '• the last thing']))
    expect(await blocksOf(pdf)).toEqual(['ul(p: one thing + p: another thing + p: the last thing)'])
  })

  test('a sentence goes on with a dash after a full line, and items with dashes are items', async () => {
    const [first = '', second = ''] = fillLines(2)
    const dashed = '\u2014 a sort of stone that nobody had seen'
    const sentence = await makePdf((doc) => writeLines(doc, [first, second, dashed, 'before.']))
    expect(await blocksOf(sentence)).toEqual([`p: ${first} ${second} ${dashed} before.`])
    const items = ['\u2013 old jugs', '\u2013 a young wolf']
    const short = await makePdf((doc) => writeLines(doc, [first, 'They have', ...items]))
    expect(await blocksOf(short)).toEqual([`p: ${first} They have`, 'ul(p: old jugs + p: a young wolf)'])
    const full = await makePdf((doc) => writeLines(doc, [`\u2013 ${first}`, '\u2013 a young wolf']))
    expect((await blocksOf(full)).join(' ')).toBe(`ul(p: ${first} + p: a young wolf)`)
  })

  test('numbers that count on are a list with that order, others stay text', async () => {
    const counted = await makePdf((doc) => writeLines(doc, ['1. one thing', '2. another thing']))
    expect(await blocksOf(counted)).toEqual(['ol(p: one thing + p: another thing)'])
    const other = await makePdf((doc) => writeLines(doc, ['7. one thing', '3. another thing']))
    expect(await blocksOf(other)).toEqual(['p: 7. one thing', 'p: 3. another thing'])
  })

  test('numbers count on in the next column and on the next page, and what follows the list there is no part of it', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, [...fillLines(6, 5), '1. one stone', '2. two stones'], { x: 60, size: 10 })
      writeLines(doc, ['3. three stones', '4. four stones', ...fillLines(6, 5)], { x: 320, size: 10 })
      doc.addPage()
      writeLines(doc, ['5. a stone that is'], { x: 90, y: 100, size: 10 })
      writeLines(doc, ['on the next page'], { x: 101, y: 114, size: 10 })
      writeLines(doc, fillLines(3, 5), { x: 90, y: 142, size: 10 })
    })
    const found = (await blocksOf(pdf)).map((block) => block.slice(0, 60))
    expect(found[1]).toBe('ol(p: one stone + p: two stones + p: three stones + p: four ')
    expect(found[2]).toMatch(/^p: waaord/)
  })

  test('the numbers of paragraphs whose lines begin below them or further left stay in their text', async () => {
    const drawn = (indent: number) =>
      makePdf((doc) => {
        for (const [i, number] of ['1.', '2.'].entries()) {
          writeLines(doc, [`${number} ${fillLines(1)[0]}`], { x: 72, y: 100 + 28 * i })
          writeLines(doc, ['shall be banned.'], { x: 72 + indent, y: 114 + 28 * i })
        }
      })
    const paragraphs = [
      'p: 1. waaord wabord wadord waeord wagord wahord wanord waoord shall be banned.',
      'p: 2. waaord wabord wadord waeord wagord wahord wanord waoord shall be banned.',
    ]
    expect(await blocksOf(await drawn(0))).toEqual(paragraphs)
    expect(await blocksOf(await drawn(-12))).toEqual(paragraphs)
    expect(await blocksOf(await drawn(12))).toHaveLength(1)
  })

  test('numbers with more digits that begin further left belong to the list', async () => {
    const pdf = await makePdf((doc) => {
      for (let n = 8; n <= 11; n++)
        writeLines(doc, [`${n}. stone of the hill`], { x: 72 - (n > 9 ? 10 : 0), y: 100 + 14 * n })
    })
    expect(await blocksOf(pdf)).toHaveLength(1)
  })
})

describe('the order of reading', () => {
  test('two columns are read one after the other, below the title that spans both', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, ['A title that goes over both of the columns of the page'], { x: 100, y: 60, size: 14 })
      const left = fillLines(10, 5)
      const right = fillLines(10, 5).map((line) => line.toUpperCase())
      // Drawn line by line across the columns, as some programs do.
      for (let i = 0; i < 10; i++) {
        writeLines(doc, [left[i] ?? ''], { x: 60, y: 100 + 14 * i, size: 10 })
        writeLines(doc, [right[i] ?? ''], { x: 320, y: 100 + 14 * i, size: 10 })
      }
    })
    const text = (await readBytes(pdf)).book.body.length > 0 ? (await blocksOf(pdf)).join(' ') : ''
    expect(text.indexOf('waaord')).toBeLessThan(text.indexOf('wqaord'))
    expect(text.indexOf('wqaord')).toBeLessThan(text.indexOf('WAAORD'))
  })

  test('cells of a row stay together', async () => {
    const pdf = await makePdf((doc) => {
      for (let i = 0; i < 6; i++) {
        writeLines(doc, [`k${i}`], { x: 72, y: 100 + 14 * i })
        writeLines(doc, [`value ${i}`], { x: 200, y: 100 + 14 * i })
      }
    })
    expect((await blocksOf(pdf)).join(' ')).toMatch(/k0 value 0.*k1 value 1/)
  })

  test('running heads and page numbers are left out, the text of the pages is not', async () => {
    const pdf = await makePdf((doc) => {
      for (let page = 1; page <= 6; page++) {
        if (page > 1) doc.addPage()
        writeLines(doc, ['Annual Report of the Society'], { y: 30, size: 9 })
        writeLines(doc, [`Page ${page} has text of its own.`, ...fillLines(20)])
        writeLines(doc, [`${page + 10}`], { x: 290, y: 800, size: 9 })
      }
    })
    const text = (await blocksOf(pdf)).join('\n')
    expect(text).not.toContain('Annual Report')
    expect(text).not.toMatch(/\b1[1-6]\b/)
    for (let page = 1; page <= 6; page++) expect(text).toContain(`Page ${page} has text of its own.`)
  })

  test.each([
    ['the number of all pages', (page: number) => `Annual Report ${page} / 127`],
    ['roman numbers', (page: number) => `Annual Report ${['ii', 'iii', 'iv', 'v', 'vi'][page]}`],
  ])('running heads with %s are left out', async (_, head) => {
    const pdf = await makePdf((doc) => {
      for (let page = 0; page < 5; page++) {
        if (page > 0) doc.addPage()
        writeLines(doc, [head(page)], { y: 30, size: 9 })
        writeLines(doc, [`Page ${page} has text of its own.`, ...fillLines(20)])
      }
    })
    expect((await blocksOf(pdf)).join('\n')).not.toContain('Annual Report')
  })
})

describe('what belongs to the pages', () => {
  const WORDS = 'abcdefghijkl'
  /** Twelve pages of text, with something more on each. */
  const twelvePages = (drawMore: (doc: Pdf, page: number) => void) =>
    makePdf((doc) => {
      for (let page = 1; page <= WORDS.length; page++) {
        if (page > 1) doc.addPage()
        writeLines(doc, [`Page ${page} has text of its own.`, ...fillLines(20)])
        drawMore(doc, page)
      }
    })
  const textOf = async (pdf: Buffer) => {
    const text = (await blocksOf(pdf)).join('\n')
    for (let page = 1; page <= WORDS.length; page++) expect(text).toContain(`Page ${page} has text of its own.`)
    return text
  }
  const FOOT = ['Any line marked with a star', 'is for the society alone']
  const drawFoot = (doc: Pdf, lines: readonly string[]) => writeLines(doc, lines, { y: 760, size: 8, step: 10 })

  test('is left out with all the rows of a foot, also one that names the part of the book', async () => {
    const topic = (page: number) => `Annual Report, part 2.${Math.floor(page / 2)}`
    const pdf = await twelvePages((doc, page) => drawFoot(doc, [topic(page), 'of this year', ...FOOT]))
    expect(await textOf(pdf)).not.toMatch(/Annual Report|this year|star|society/)
  })

  const HEAD = ['The Society of the Hill', 'Notes to the accounts of this year', '(in thousands unless said)']
  const drawHead = (doc: Pdf, lines: readonly string[]) => writeLines(doc, lines, { y: 30, size: 8, step: 14 })

  test('is left out with all the rows of a head, on pages that have them and more', async () => {
    const topic = (page: number) => `Note ${WORDS.slice(0, page)} (continued)`
    const pdf = await twelvePages((doc, page) => drawHead(doc, page % 3 === 0 ? HEAD : [...HEAD, topic(page)]))
    const found = await textOf(pdf)
    expect(found).not.toMatch(/Society|accounts|thousands/)
    expect(found).toContain('Note ab (continued)')
  })

  test('is not the head of a table that goes on', async () => {
    const pdf = await twelvePages((doc) => {
      drawHead(doc, HEAD.slice(0, 2))
      for (const [i, cell] of ['Stone', 'Weight', 'Found'].entries())
        writeLines(doc, [cell], { x: 72 + 150 * i, y: 70, size: 9 })
    })
    expect((await textOf(pdf)).match(/Weight/g)).toHaveLength(WORDS.length)
  })

  test('is kept where a row of text touches it', async () => {
    const text = (page: number) => `It is ${WORDS.slice(0, page)} that we see`
    const found = await textOf(await twelvePages((doc, page) => drawFoot(doc, [text(page), ...FOOT])))
    for (let page = 1; page <= WORDS.length; page++) expect(found).toContain(text(page))
  })

  test('is not what three of twelve pages have above their foot', async () => {
    const pdf = await twelvePages((doc, page) => drawFoot(doc, [page < 4 ? 'The same words thrice' : '', ...FOOT]))
    expect((await textOf(pdf)).match(/The same words thrice/g)).toHaveLength(3)
  })

  test('is known by a page number between words', async () => {
    const pdf = await twelvePages((doc, page) => drawFoot(doc, [`AB1234H-page ${page} of the Society 2005`]))
    expect(await textOf(pdf)).not.toContain('Society')
  })

  test('may have a large page number above all the rows of a foot', async () => {
    const pdf = await twelvePages((doc, page) => {
      drawFoot(doc, FOOT)
      writeLines(doc, [`\u2013 ${page + 30}`], { y: 746, size: 16 })
    })
    expect(await textOf(pdf)).not.toMatch(/star|society|\u2013/)
  })

  test('may be in large letters when most pages have it', async () => {
    const drawn = (pages: number) =>
      twelvePages((doc, page) => {
        if (page <= pages) writeLines(doc, ['PN532'], { y: 30, size: 22 })
      })
    expect(await textOf(await drawn(12))).not.toContain('PN532')
    expect((await textOf(await drawn(4))).match(/PN532/g)).toHaveLength(4)
  })

  test('may say in large letters where the text is, as in a Bible, but titles may not', async () => {
    const drawn = (head: (page: number) => string) =>
      twelvePages((doc, page) => writeLines(doc, [head(page)], { y: 30, size: 22 }))
    const places = await textOf(await drawn((page) => `${page < 7 ? 'Genesis' : 'Exodus'} ${page + 20}`))
    expect(places).not.toMatch(/Genesis|Exodus/)
    const { book } = await readBytes(await drawn((page) => `${['Stone', 'River', 'Hill'][page % 3]} ${page}`))
    expect(
      showBody(book.body)
        .join('\n')
        .match(/(Stone|River|Hill) \d/g),
    ).toHaveLength(12)
  })

  test('may stand on its side', async () => {
    const pdf = await twelvePages((doc, page) => {
      doc.rotate(-90, { origin: [30, 700] })
      writeLines(doc, [`printed on 2020-0${page} by jb`], { x: 30, y: 700, size: 7 })
      if (page < 4) writeLines(doc, ['A table on its side'], { x: 130, y: 700, size: 7 })
    })
    const text = await textOf(pdf)
    expect(text).not.toContain('printed on')
    expect(text.match(/A table on its side/g)).toHaveLength(3)
  })
})

/** A page whose font maps letters as it is told, on a sheet with the given corners. */
function onePage(corners: string, letters: Readonly<Record<string, string>>, text = 'A'): Buffer {
  const lines = Object.entries(letters).map(
    ([letter, unicode]) => `<${letter.charCodeAt(0).toString(16)}> <${unicode}>`,
  )
  const meanings = `${lines.length} beginbfchar ${lines.join(' ')} endbfchar`
  const map = `1 begincodespacerange <00> <ff> endcodespacerange ${meanings}`
  const draw = `BT /F 12 Tf 50 200 Td (${text}) Tj ET`
  return Buffer.from(
    [
      '%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj',
      '2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj',
      `3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[${corners}]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj`,
      `4 0 obj <</Length ${draw.length}>> stream\n${draw}\nendstream endobj`,
      '5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>> endobj',
      `6 0 obj <</Length ${map.length}>> stream\n${map}\nendstream endobj`,
      'trailer <</Root 1 0 R/Size 7>>\n%%EOF\n',
    ].join('\n'),
  )
}

describe('letters', () => {
  test('of a page whose corners are named from the top down are kept', async () => {
    const { book } = await readBytes(onePage('0 300 300 0', { A: '0041' }))
    expect(showBlocks(book.body)).toEqual(['p: A'])
  })

  test('outside of what is seen of a page are left out', async () => {
    const pdf = await makePdf((doc) => {
      Object.assign(Reflect.get(doc.page, 'dictionary').data, { CropBox: [40, 40, 555, 800] })
      writeLines(doc, fillLines(3))
      writeLines(doc, ['stones.qxd 2/10/04', '1', '2'], { x: 5, y: 10 })
    })
    expect(showBlocks((await readBytes(pdf)).book.body)).toEqual([`p: ${fillLines(3).join(' ')}`])
  })

  test('beyond the first 65,536 of Unicode are kept', async () => {
    const { book } = await readBytes(onePage('0 0 300 300', { A: 'D835DC00' }))
    expect(showBlocks(book.body)).toEqual(['p: \u{1D400}'])
  })

  test('beyond them are kept in lines that run from right to left, where their halves are turned round', async () => {
    const letters = { a: '05D0', b: '05D1', c: '05D2', K: 'D835DC3E', F: 'D835DC39', X: 'D835DC4B', ' ': '0020' }
    const { book } = await readBytes(onePage('0 0 300 300', { ...letters, 7: '0037' }, 'cba 7KFX cba'))
    expect(showBlocks(book.body)).toEqual(['p: אבג 7𝐾𝐹𝑋 אבג'])
  })
})
