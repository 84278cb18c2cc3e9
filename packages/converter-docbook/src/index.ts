export { type BookJob, convertBook } from './convert-book.ts'
export { type BookFormat, detectFormat } from './detect-format.ts'
export { DocbookConverter } from './docbook-converter.ts'
export { DtdConverter, type DtdConverterOptions } from './dtd/dtd-converter.ts'
