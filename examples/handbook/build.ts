import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { handbook } from './content/handbook.ts'
import { writeEpub } from './write-epub.ts'
import { writePdf } from './write-pdf.ts'

// Makes the books of the demo: `pnpm --filter rittdoc-batch-examples handbook [FOLDER]`.

const folder = process.argv[2] ?? join(import.meta.dirname, '../books')
await mkdir(folder, { recursive: true })
await writeEpub(handbook, join(folder, 'handbook.epub'))
await writePdf(handbook, join(folder, 'handbook.pdf'))
