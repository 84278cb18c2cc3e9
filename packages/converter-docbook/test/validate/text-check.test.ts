import { join } from 'node:path'
import type { ConvertWarning } from '@rittdoc-batch/core'
import { expect, test } from 'vitest'
import { writePackage } from '../../src/rittdoc/write-package.ts'
import { element } from '../../src/rittdoc/xml-node.ts'
import type { Book, SourceText } from '../../src/tree/book.ts'
import { TextCheck } from '../../src/validate/text-check.ts'
import { buildEpub, page, readFile } from '../support/epub-builder.ts'
import { tempDir } from '../support/temp-dir.ts'

function check(text: string, source: readonly SourceText[]) {
  const warnings: ConvertWarning[] = []
  const textCheck = new TextCheck()
  textCheck.add(element('para', {}, ['be', element('emphasis', {}, ['gin ']), text]))
  const counts = textCheck.finish(source, (warning) => warnings.push(warning))
  return { counts, warnings }
}

test('a text that is there, in whatever order, is no matter', () => {
  const { counts, warnings } = check('two three one 漢字', [{ place: 'a', text: 'begin\none two\n字漢 three' }])
  expect(warnings).toEqual([])
  expect(counts).toEqual({ sourceWords: 6, keptWords: 6 })
})

test('words are counted as often as they occur', () => {
  expect(check('one', [{ place: 'a', text: 'begin one one one' }]).counts).toEqual({ sourceWords: 4, keptWords: 2 })
})

test('under nine tenths the missing passages are named, a passage for lines in a row', () => {
  const source = [
    { place: 'a.xhtml', text: 'begin one two three\nfour lost\nmuch lost\nfive six' },
    { place: 'b.xhtml', text: 'gone\nseven eight nine ten' },
  ]
  const { warnings } = check('one two three four five six seven eight nine ten', [
    ...source.map(({ place, text }) => ({ place, text: text.replace('four lost', 'here lost') })),
  ])
  expect(warnings).toEqual([
    { code: 'text_missing', message: '66 % of the words of the book are in the package.' },
    { code: 'text_missing', message: '4 words are missing, from "here lost" on.', place: 'a.xhtml' },
    { code: 'text_missing', message: '1 words are missing, from "gone" on.', place: 'b.xhtml' },
  ])
})

test('under half of the words the book fails', async () => {
  const { book } = await readFile(await buildEpub({ files: { 'c1.xhtml': page('<p>one two three</p>') } }))
  const folder = await tempDir()
  const write = (body: Book['body']) =>
    writePackage({ ...book, body }, join(folder, 'out.zip'), { workDir: folder, options: {}, warn: () => {} })
  await expect(write(book.body)).resolves.toMatchObject({ sourceWords: 3, keptWords: 3 })
  const emptied = book.body.map((piece) => (piece.kind === 'part' ? piece : { ...piece, blocks: [] }))
  await expect(write(emptied)).rejects.toMatchObject({
    code: 'input',
    message:
      'Only 0 % of the words of the book are in the package; the first that miss are in OEBPS/c1.xhtml: "one two three"',
    context: { reason: 'content_lost' },
  })
})
