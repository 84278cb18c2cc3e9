import { expect, test } from 'vitest'
import { pictureWords } from '../../src/structure/picture-words.ts'

test.each([
  ['A map of the\n north.  AI-generated content may be incorrect.', 'A map of the north.'],
  [
    'A picture containing text, Description automatically generated with medium confidence',
    'A picture containing text',
  ],
  ['Une carte\n\nDescription générée automatiquement', 'Une carte'],
  ['Description automatically generated', undefined],
  [' ', undefined],
  [undefined, undefined],
  ['How a description is automatically generated from data', 'How a description is automatically generated from data'],
])('%j is %j', (written, words) => {
  expect(pictureWords(written)).toBe(words)
})
