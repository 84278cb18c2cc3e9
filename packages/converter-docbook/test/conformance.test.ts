import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeConverter } from '@rittdoc-batch/testing'
import { describe, test } from 'vitest'
import { DocbookConverter } from '../src/index.ts'

const BOOKS = fileURLToPath(new URL('../../../examples/books/', import.meta.url))

/** Books that can never convert. */
const BAD: Readonly<Record<string, string>> = {
  'empty.epub': '',
  'page.pdf': '<html>503</html>',
  'cut.epub': 'PK\u0003\u0004 and no more',
  'cut.pdf': '%PDF-1.7 and no more',
}

for (const book of ['handbook.epub', 'handbook.pdf']) {
  describeConverter({
    runner: { describe, test },
    name: `DocbookConverter on ${book}`,
    async create() {
      const folder = await mkdtemp(join(tmpdir(), 'docbook-conformance-'))
      for (const [name, content] of Object.entries(BAD)) await writeFile(join(folder, name), content)
      return {
        converter: new DocbookConverter(),
        good: { path: join(BOOKS, book) },
        bad: Object.keys(BAD).map((name) => ({ path: join(folder, name) })),
        cleanup: () => rm(folder, { recursive: true, force: true }),
      }
    },
  })
}
