import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { convertBook } from '../../src/index.ts'
import { tempDir } from './temp-dir.ts'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const SCORER = join(ROOT, '../shared/tools/score/score.mjs')
const DTD = join(ROOT, '../shared/rittdoc-dtd/RittDocBook.dtd')

/** Books that anyone may read, for tests. */
export const CORPUS = join(ROOT, '../shared/corpus')

/** Why packages cannot be scored here; undefined when they can. */
export const whyNoScore: string | undefined = [SCORER, DTD].some((path) => !existsSync(path))
  ? 'the scorer is not on this machine'
  : undefined

/** What the scorer says, as far as it is asked here; null where the book has nothing of the kind. */
export interface Score {
  readonly valid: { readonly rittdoc: { readonly ok: boolean }; readonly docbook45: { readonly ok: boolean } | null }
  readonly text: Readonly<Record<'recall' | 'precision' | 'phraseRecall' | 'order', number | null>>
  readonly headings: Readonly<Record<'recall' | 'nesting', number | null>>
  readonly images: {
    readonly source: number
    readonly kept: number | null
    readonly dangling: number
    /** Of a PDF null. */
    readonly bytesEqual: number | null
  }
  readonly links: { readonly kept: number | null; readonly dangling: number; readonly duplicateIds: number }
  readonly footnotes: { readonly linked: number | null }
  readonly tables: { readonly cellsKept: number | null }
  readonly mathml: { readonly kept: number | null }
  readonly metadata: { readonly kept: number | null }
}

/** Converts a book and scores its package. */
export async function scoreBook(input: string): Promise<Score> {
  const folder = await tempDir()
  const output = join(folder, 'package.zip')
  await convertBook({ input, workDir: folder, output, options: {}, progress: () => {} })
  // The scorer finds its libraries among those of the checkout.
  const scorer = join(ROOT, 'node_modules/.cache/score')
  mkdirSync(scorer, { recursive: true })
  copyFileSync(SCORER, join(scorer, 'score.mjs'))
  const { stdout } = spawnSync(process.execPath, [join(scorer, 'score.mjs'), input, output], {
    encoding: 'utf8',
    env: { ...process.env, RITTDOC_DTD: DTD },
    maxBuffer: 1024 ** 3,
  })
  return JSON.parse(stdout) as Score
}
