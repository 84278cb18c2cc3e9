import { expect, test } from 'vitest'
import { makePdf, readBytes, writeLines } from '../support/pdf-builder.ts'
import { showBlocks } from '../support/show-tree.ts'

const steps = ['First comes a sentence.', 'Then comes another one.', 'At last comes the end.']

test('a slide that fills step by step is read once, its links lead to the whole of it, and a warning names the steps', async () => {
  const pdf = await makePdf((doc) => {
    doc.fontSize(11).text('the slide', 72, 100, { goTo: 'slide', lineBreak: false })
    for (let shown = 1; shown <= steps.length; shown++) {
      doc.addPage()
      if (shown === 1) doc.addNamedDestination('slide', 'XYZ', 72, 742, null)
      for (const [i, step] of steps.slice(0, shown).entries()) writeLines(doc, [step], { y: 100 + 60 * i })
    }
  })
  const { book, warnings } = await readBytes(pdf)
  expect(showBlocks(book.body).join(' ')).toMatch(
    /^p: .*the slide.* p: First .* p: Then .* p: At last comes the end\.$/,
  )
  expect(JSON.stringify(book.body).match(/First/g)).toHaveLength(1)
  const [, target] = /"target":"([^"]+)"/.exec(JSON.stringify(book.body)) ?? []
  expect(JSON.stringify(book.body)).toContain(`"anchors":["${target}"]`)
  expect(warnings.map(({ code, place }) => `${code} ${place}`)).toEqual([
    'page_repeated page 2',
    'page_repeated page 3',
  ])
})

test('a page whose text comes again at another place, with other words, or without more, is kept', async () => {
  const pdf = await makePdf((doc) => {
    writeLines(doc, [steps[0] ?? ''])
    doc.addPage()
    writeLines(doc, [steps[0] ?? ''], { y: 300 })
    doc.addPage()
    writeLines(doc, [steps[1] ?? ''], { y: 300 })
    doc.addPage()
    writeLines(doc, [steps[1] ?? ''], { y: 300 })
  })
  const { book, warnings } = await readBytes(pdf)
  expect(JSON.stringify(book.body).match(/First/g)).toHaveLength(2)
  expect(JSON.stringify(book.body).match(/Then/g)).toHaveLength(2)
  expect(warnings).toEqual([])
})
