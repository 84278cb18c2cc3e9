import { describe, expect, test } from 'vitest'
import { fillLines, makePdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const STONES = ['A. Miller, On stones.', 'B. Smith, On rivers.', 'C. Baker, On birds.']

/** What becomes of a text, a title and entries. */
async function read(title: string, entries: readonly string[]): Promise<string[]> {
  const pdf = await makePdf((doc) => {
    writeLines(doc, fillLines(8), { y: 60 })
    doc.font('Helvetica-Bold')
    writeLines(doc, [title], { y: 200, size: 14 })
    doc.font('Helvetica')
    writeLines(doc, entries, { y: 230 })
  })
  return showBlocks((await readBytes(pdf)).book.body)
}

describe('references', () => {
  test('are numbered entries below a title that says so, with their numbers', async () => {
    const numbered = STONES.map((entry, i) => `${i + 4}. ${entry}`)
    for (const title of ['References', '7 REFERENCES', 'Literatur'])
      expect((await read(title, numbered)).at(-1), title).toBe(
        'bibliography(4. A. Miller, On stones. + 5. B. Smith, On rivers. + 6. C. Baker, On birds.)',
      )
  })

  test('are entries with numbers in square brackets, wherever they stand', async () => {
    const labelled = STONES.map((entry, i) => `[${i + 1}] ${entry}`)
    expect((await read('What others wrote', labelled)).at(-1)).toBe(
      'bibliography([1] A. Miller, On stones. + [2] B. Smith, On rivers. + [3] C. Baker, On birds.)',
    )
  })

  test('other numbered lists are no references', async () => {
    const numbered = STONES.map((entry, i) => `${i + 1}. ${entry}`)
    expect((await read('What others wrote', numbered)).at(-1)).toMatch(/^ol\(/)
    expect((await read('References to stones', numbered)).at(-1)).toMatch(/^ol\(/)
  })

  const DATED = ['Baker, C. 2001. On birds.', 'Miller, A. 1968a. On stones', 'Smith, B. 1843. On rivers.']
  /** A title, and paragraphs of a line below it. */
  async function readApart(title: string, lines: readonly string[]): Promise<string[]> {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(8), { y: 60 })
      doc.font('Helvetica-Bold')
      writeLines(doc, [title], { y: 200, size: 14 })
      doc.font('Helvetica')
      writeLines(doc, lines, { y: 230, step: 30 })
    })
    return showBlocks((await readBytes(pdf)).book.body)
  }

  test('are paragraphs below such a title, of which most name a year', async () => {
    const lines = ['What was read:', ...DATED.slice(0, 2), 'and what lies under them.', DATED[2] ?? '', 'The end.']
    expect((await readApart('References', lines)).slice(-3)).toEqual([
      'p: What was read:',
      'bibliography(Baker, C. 2001. On birds. + Miller, A. 1968a. On stones and what lies under them. + Smith, B. 1843. On rivers.)',
      'p: The end.',
    ])
  })

  test.each([
    ['below other titles', 'What others wrote', DATED],
    ['of which too few name a year', 'References', [...DATED.slice(0, 2), 'Birds fly.', 'Stones lie.', DATED[2] ?? '']],
    ['of which there are two', 'References', DATED.slice(0, 2)],
  ])('are no paragraphs %s', async (_, title, lines) => {
    expect((await readApart(title, lines)).join(' ')).not.toContain('bibliography')
  })

  test('may go on at the edge, below their numbers', async () => {
    const numbered = STONES.flatMap((entry, i) => [`${i + 1}. ${entry} ${fillLines(1)[0]}`, 'Of this town.'])
    const [first] = (await read('References', numbered)).at(-1)?.split(' + ') ?? []
    expect(first).toMatch(/^bibliography\(1\. A\. Miller, On stones\. .* Of this town\.$/)
  })

  test('go on over the end of a page', async () => {
    const pdf = await makePdf((doc) => {
      writeLines(doc, fillLines(8), { y: 60 })
      doc.font('Helvetica-Bold')
      writeLines(doc, ['References'], { y: 700, size: 14 })
      doc.font('Helvetica')
      writeLines(doc, ['1. A. Miller, On stones.', '2. B. Smith, On the rivers that come down'], { y: 730 })
      writeLines(doc, ['from the hills.'], { x: 84, y: 758 })
      doc.addPage()
      writeLines(doc, ['3. C. Baker, On birds.'], { y: 60 })
    })
    expect(showBlocks((await readBytes(pdf)).book.body).at(-1)).toBe(
      'bibliography(1. A. Miller, On stones. + 2. B. Smith, On the rivers that come down from the hills. + 3. C. Baker, On birds.)',
    )
  })
})
