import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readPath } from '../support/pdf-builder.ts'
import { showBlocks, showBody } from '../support/show-tree.ts'

const folder = join(import.meta.dirname, '../../../../../shared/corpus')

describe.skipIf(!existsSync(folder))('real documents', () => {
  test('a manual has a section for every entry of its outline', async () => {
    const { book } = await readPath(join(folder, 'history-en.pdf'))
    const titles = showBody(book.body)
    expect(titles.length).toBeGreaterThanOrEqual(43)
    expect(titles.filter((title) => title.startsWith('chapter')).length).toBeGreaterThanOrEqual(4)
    expect(book.metadata.title).toBe('A Brief History of Debian')
  })

  test('a paper in two columns is read column by column', async () => {
    const { book } = await readPath(join(folder, 'multicolumn.pdf'))
    const text = showBlocks(book.body).join(' ')
    expect(text.indexOf('This is a sample document')).toBeLessThan(text.indexOf('Quisque ullamcorper placerat ipsum'))
  })

  test('a document of pictures has a figure for every picture of a page', async () => {
    const { book, warnings } = await readPath(join(folder, 'image-only.pdf'))
    expect(showBlocks(book.body).filter((block) => block.startsWith('figure')).length).toBeGreaterThanOrEqual(6)
    expect(warnings.map(({ code }) => code)).toContain('no_text_layer')
  })

  test('a document with a password is refused', async () => {
    const read = readPath(join(folder, 'password.pdf'))
    await expect(read).rejects.toMatchObject({ code: 'input', context: { reason: 'encrypted' } })
  })
})
