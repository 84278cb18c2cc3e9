import { describe, expect, test } from 'vitest'
import { pdfMetadata } from '../../src/pdf/structure/pdf-metadata.ts'

describe('pdfMetadata', () => {
  test.each(['Microsoft Word - thesis.doc', 'final_v3.indd', 'untitled', 'Slide 1', '---'])(
    'takes %s for no title',
    (title) => {
      expect(pdfMetadata({ title }).title).toBeUndefined()
    },
  )

  test('keeps a title that a person wrote', () => {
    expect(pdfMetadata({ title: 'A Brief History of Debian' }).title).toBe('A Brief History of Debian')
  })

  test.each([
    ['Ada Lovelace; Charles Babbage', ['Ada Lovelace', 'Charles Babbage']],
    ['Ada Lovelace and Charles Babbage', ['Ada Lovelace', 'Charles Babbage']],
    ['Ada Lovelace, Charles Babbage', ['Ada Lovelace', 'Charles Babbage']],
    ['Ada Lovelace, Charles Babbage, and Mary Somerville', ['Ada Lovelace', 'Charles Babbage', 'Mary Somerville']],
    ['Lovelace, Ada', ['Lovelace, Ada']],
    ['Lovelace, Ada, and Babbage, Charles', ['Lovelace, Ada', 'Babbage, Charles']],
    ['Admin', []],
  ])('reads the authors of %s', (author, names) => {
    expect(pdfMetadata({ author }).authors.map(({ surname }) => surname)).toEqual(names)
  })

  test('takes a language only when it is the code of one', () => {
    expect(pdfMetadata({ language: 'de-AT' }).language).toBe('de-AT')
    expect(pdfMetadata({ language: 'German (Austria)' }).language).toBeUndefined()
  })
})
