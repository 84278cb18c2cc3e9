import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { convertBook } from '../src/index.ts'
import { tempDir } from './support/temp-dir.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const CORPUS = join(ROOT, '../shared/corpus')
const SCORER = join(ROOT, '../shared/tools/score/score.mjs')
const DTD = join(ROOT, '../shared/rittdoc-dtd/RittDocBook.dtd')
const MISSING = [CORPUS, SCORER, DTD].some((path) => !existsSync(path))
  ? 'the corpus and its scorer are not on this machine'
  : undefined
const NOTE = MISSING === undefined ? '' : ` (skipped: ${MISSING})`
const BOOKS = MISSING === undefined ? readdirSync(CORPUS).filter((name) => /\.(epub|pdf)$/.test(name)) : ['none.epub']
const EPUBS = BOOKS.filter((name) => name.endsWith('.epub'))
const PDFS = BOOKS.filter((name) => name.endsWith('.pdf') && name !== 'password.pdf')

/** What the scorer says, as far as it is asked here. */
interface Score {
  readonly valid: { readonly rittdoc: { readonly ok: boolean }; readonly docbook45: { readonly ok: boolean } | null }
  readonly text: { readonly recall: number | null; readonly precision: number | null }
  readonly headings: { readonly recall: number | null }
  readonly images: { readonly kept: number | null; readonly dangling: number }
  readonly links: { readonly dangling: number; readonly duplicateIds: number }
}

async function score(name: string): Promise<Score> {
  const folder = await tempDir()
  const input = join(CORPUS, name)
  const output = join(folder, 'package.zip')
  await convertBook({ input, workDir: folder, output, options: {}, progress: () => {} })
  // The scorer finds its libraries among those of the checkout.
  const scorer = join(ROOT, 'node_modules/.cache/score')
  mkdirSync(scorer, { recursive: true })
  copyFileSync(SCORER, join(scorer, 'score.mjs'))
  const { stdout } = spawnSync(process.execPath, [join(scorer, 'score.mjs'), input, output], {
    encoding: 'utf8',
    env: { ...process.env, RITTDOC_DTD: DTD },
  })
  return JSON.parse(stdout) as Score
}

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
