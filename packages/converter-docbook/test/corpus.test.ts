import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CORPUS, scoreBook, whyNoScore } from './support/score.ts'

const MISSING = whyNoScore ?? (existsSync(CORPUS) ? undefined : 'the corpus is not on this machine')
const NOTE = MISSING === undefined ? '' : ` (skipped: ${MISSING})`
const BOOKS = MISSING === undefined ? readdirSync(CORPUS).filter((name) => /\.(epub|pdf)$/.test(name)) : ['none.epub']
const EPUBS = BOOKS.filter((name) => name.endsWith('.epub'))
const PDFS = BOOKS.filter((name) => name.endsWith('.pdf') && name !== 'password.pdf')

const score = (name: string) => scoreBook(join(CORPUS, name))

test.skipIf(MISSING !== undefined).each(EPUBS)(
  `%s keeps its words, headings and pictures, and is valid${NOTE}`,
  async (name) => {
    const { valid, text, headings, images, links } = await score(name)
    expect(valid.rittdoc.ok).toBe(true)
    expect(valid.docbook45?.ok ?? true).toBe(true)
    expect(text.recall ?? 1).toBeGreaterThanOrEqual(0.99)
    expect(text.precision ?? 1).toBeGreaterThanOrEqual(0.99)
    expect(headings.recall ?? 1).toBeGreaterThanOrEqual(0.95)
    expect(images.kept ?? 1).toBe(1)
    expect([images.dangling, links.dangling, links.duplicateIds]).toEqual([0, 0, 0])
  },
)

test.skipIf(MISSING !== undefined).each(PDFS)(`%s is a valid package with its words${NOTE}`, async (name) => {
  const { valid, text, links } = await score(name)
  expect(valid.rittdoc.ok).toBe(true)
  expect(text.recall ?? 1).toBeGreaterThanOrEqual(0.97)
  expect(links.dangling).toBe(0)
})

test.skipIf(MISSING !== undefined)(`a PDF that needs a password is refused with that reason${NOTE}`, async () => {
  await expect(score('password.pdf')).rejects.toMatchObject({ code: 'input', context: { reason: 'encrypted' } })
})
