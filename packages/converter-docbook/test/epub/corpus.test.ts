import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Part } from '../../src/tree/book.ts'
import { readFile } from '../support/epub-builder.ts'
import { showBlocks, showBody } from '../support/show-tree.ts'

const folder = join(import.meta.dirname, '../../../../../shared/corpus')
const books = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.epub')) : []

describe.skipIf(books.length === 0)('real books', () => {
  test.each(books)('%s is read with no link lost', async (name) => {
    const { book, warnings } = await readFile(join(folder, name))
    expect(book.body.length).toBeGreaterThan(0)
    expect(showBlocks(book.body).length).toBeGreaterThan(0)
    expect(warnings.filter((warning) => warning.code === 'link_broken')).toEqual([])
    expect(book.metadata.title).toBeTruthy()
  })

  test('a poem keeps its notes at their lines', async () => {
    const { book } = await readFile(join(folder, 'wasteland.epub'))
    const notes = showBlocks(book.body).join('\n').match(/\{p: /g)
    expect(notes).toHaveLength(50)
    expect(showBody(book.body)[0]).toBe('preface:titlepage The Waste Land')
  })

  test('a manual keeps its chapters and appendix', async () => {
    const { book } = await readFile(join(folder, 'history-en.epub'))
    const kinds = book.body.map((piece) => (piece as Exclude<typeof piece, Part>).kind)
    expect(kinds).toEqual(['preface', 'preface', 'chapter', 'chapter', 'chapter', 'chapter', 'appendix'])
  })
})
