import { expect, test } from 'vitest'
import { makePdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

test('the value of a field that the reader is to draw stands beside its label', async () => {
  const pdf = await makePdf((doc) => {
    doc.font('Helvetica').initForm()
    writeLines(doc, ['Family name', 'Town'], { step: 30 })
    doc.formText('name', 200, 98, 280, 16, { value: 'Fischer', fontSize: 11 })
    doc.formText('town', 200, 128, 280, 16, { value: 'Sandhaven', fontSize: 11 })
  })
  expect(showBlocks((await readBytes(pdf)).book.body)).toEqual(['p: Family name Fischer', 'p: Town Sandhaven'])
})
