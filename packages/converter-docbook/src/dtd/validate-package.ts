import { DtdValidator, ParseOption, XmlDocument, XmlDtd, XmlValidateError } from 'libxml2-wasm'
import type { DtdJob } from './dtd-protocol.ts'
import { flattenDtd } from './flatten-dtd.ts'
import { mergeBook } from './merge-book.ts'

/** Declarations of characters by name. */
const CHARACTERS = /^<!ENTITY\s+[^%\s]\S*\s+(?:"[^"]*"|'[^']*')\s*>$/gm

/** Holds a package against a DTD. @throws Error when one of them cannot be read */
export async function validatePackage(job: DtdJob): Promise<{ count: number; problems: string[] }> {
  const dtd = await flattenDtd(job.dtd)
  const { text, fileOf } = await merged(job.package, dtd)
  using document = XmlDocument.fromString(text, {
    option: ParseOption.XML_PARSE_NOENT | ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_HUGE,
  })
  using validator = new DtdValidator(XmlDtd.fromBuffer(Buffer.from(dtd)))
  try {
    validator.validate(document)
    return { count: 0, problems: [] }
  } catch (error) {
    if (!(error instanceof XmlValidateError)) throw error
    const problems = error.details.map(({ message, line }) => `${fileOf(line)}: ${message.replace(/\s+/g, ' ').trim()}`)
    return { count: problems.length, problems: problems.slice(0, job.namedProblems) }
  }
}

async function merged(path: string, dtd: string) {
  const book = await mergeBook(path, [...dtd.matchAll(CHARACTERS)].map(([declaration]) => declaration).join(''))
  return { text: book.text, fileOf: (line: number) => book.fileOf(line) }
}
