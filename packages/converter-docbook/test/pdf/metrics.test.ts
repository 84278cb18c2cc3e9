import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { convertBook } from '../../src/convert-book.ts'
import { makePdf, writeLines } from '../support/pdf-builder.ts'
import { tempDir } from '../support/temp-dir.ts'

test('the pages that were read and those that were lost are counted', async () => {
  const bytes = await makePdf(
    (doc) => {
      writeLines(doc, ['The first page has a sentence.'])
      doc.addPage()
      writeLines(doc, ['The second page has another sentence.'])
    },
    { compress: false },
  )
  const declared = bytes.toString('latin1').replace('/Count 2', '/Count 3')
  const workDir = await tempDir()
  const [input, output] = [join(workDir, 'book.pdf'), join(workDir, 'book.zip')]
  await writeFile(input, Buffer.from(declared, 'latin1'))
  const { metrics } = await convertBook({ input, workDir, output, options: {}, progress: () => {} })
  expect(metrics).toMatchObject({ pages: 2, droppedPages: 1 })
})

test('the drawings that became figures and those that did not are counted', async () => {
  const bytes = await makePdf((doc) => {
    writeLines(doc, ['The page has a sentence and drawings.'])
    for (let i = 0; i < 21; i++)
      doc
        .circle(100 + (i % 4) * 120, 200 + Math.floor(i / 4) * 100, 30)
        .circle(100 + (i % 4) * 120, 200 + Math.floor(i / 4) * 100, 20)
        .stroke()
  })
  const workDir = await tempDir()
  const [input, output] = [join(workDir, 'book.pdf'), join(workDir, 'book.zip')]
  await writeFile(input, bytes)
  const { metrics } = await convertBook({ input, workDir, output, options: {}, progress: () => {} })
  expect(metrics).toMatchObject({ drawings: 20, droppedDrawings: 1 })
})
