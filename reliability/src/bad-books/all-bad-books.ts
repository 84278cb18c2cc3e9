import type { BadBook } from './bad-book.ts'
import { badEpubContent } from './bad-epub-content.ts'
import { badPdfs, heavyPdfs } from './bad-pdfs.ts'
import { badSizes } from './bad-sizes.ts'
import { badNames, badZips, bombs } from './bad-zips.ts'
import { wrongFiles } from './wrong-files.ts'

/** Bad books by the family that they belong to. */
export type Families = Readonly<Record<string, readonly BadBook[]>>

/** Bad books that are told to be bad at once. @param secret path of a file that none of them may show */
export function lightBadBooks(secret: string): Families {
  return {
    zips: badZips(),
    names: badNames(),
    content: badEpubContent(secret),
    pdfs: badPdfs(),
    wrong: wrongFiles(),
  }
}

/** Bad books that are made to take long, or much memory. */
export function heavyBadBooks(): Families {
  return { bombs: bombs(), sizes: badSizes(), heavy: heavyPdfs() }
}
