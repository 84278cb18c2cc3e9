import type { Handbook } from '../book-model.ts'
import { appendix, bibliography, glossary, index } from './back.ts'
import { dedication, preface } from './front.ts'
import { partOne } from './part-one.ts'
import { partThree } from './part-three.ts'
import { partTwo } from './part-two.ts'

/** The handbook of the project. The ISBN is made up, in the range that is kept for examples. */
export const handbook: Handbook = {
  title: 'The rittdoc-batch Handbook',
  subtitle: 'Books in, packages out',
  author: { first: 'Ada', last: 'Batch' },
  publisher: 'The rittdoc-batch Project',
  isbn: '9780000000026',
  date: '2026',
  language: 'en',
  rights: '© 2026 The rittdoc-batch Project. MIT licence.',
  items: [dedication, preface, partOne, partTwo, partThree, appendix, glossary, bibliography, index],
}
