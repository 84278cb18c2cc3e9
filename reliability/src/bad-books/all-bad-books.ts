import type { BadBook } from './bad-book.ts'
import { badEpubContent } from './bad-epub-content.ts'
import { badPdfs } from './bad-pdfs.ts'
import { badSizes } from './bad-sizes.ts'
import { badNames, badZips, bombs } from './bad-zips.ts'
import { wrongFiles } from './wrong-files.ts'

/** All bad books by the family that they belong to. @param secret path of a file that none of them may show */
export function allBadBooks(secret: string): Readonly<Record<string, readonly BadBook[]>> {
  return {
    zips: badZips(),
    bombs: bombs(),
    names: badNames(),
    content: badEpubContent(secret),
    sizes: badSizes(),
    pdfs: badPdfs(),
    wrong: wrongFiles(),
  }
}
