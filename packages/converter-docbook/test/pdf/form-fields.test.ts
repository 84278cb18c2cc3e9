import { expect, test } from 'vitest'
import { makePdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks, showBody } from '../support/show-tree.ts'

test('the value of a field that the reader is to draw stands beside its label', async () => {
  const pdf = await makePdf((doc) => {
    doc.font('Helvetica').initForm()
    writeLines(doc, ['Family name', 'Town'], { step: 30 })
    doc.formText('name', 200, 98, 280, 16, { value: 'Fischer', fontSize: 11 })
    doc.formText('town', 200, 128, 280, 16, { value: 'Sandhaven', fontSize: 11 })
  })
  expect(showBlocks((await readBytes(pdf)).book.body)).toEqual(['p: Family name Fischer', 'p: Town Sandhaven'])
})

test('the values of fields are no headings, however large they are', async () => {
  const pdf = await makePdf((doc) => {
    doc.font('Helvetica').initForm()
    writeLines(doc, ['About you'], { size: 16 })
    writeLines(doc, ['Please fill in this form in capital letters and send it back', 'Town', 'Street'], {
      y: 140,
      step: 30,
    })
    doc.formText('town', 200, 164, 280, 20, { value: 'Sandhaven', fontSize: 16 })
    doc.formText('street', 200, 194, 280, 20, { value: 'Quay Road', fontSize: 16 })
  })
  const { book } = await readBytes(pdf)
  expect(showBody(book.body)).toEqual(['chapter About you'])
  expect(showBlocks(book.body).slice(1)).toEqual(['p: Town Sandhaven', 'p: Street Quay Road'])
})
