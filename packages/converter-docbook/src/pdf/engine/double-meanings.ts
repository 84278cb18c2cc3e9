import { PdfStreams } from './pdf-objects.ts'

/** The part of Chrome that writes PDFs, also for what is built on it (Google Docs, headless browsers). */
const SKIA = 'Skia/PDF'
const MEANING = /\/ToUnicode\s+(\d+ \d+)\s+R/g
/** Codes one by one, after their number: the library takes none where the number is another. */
const SECTION = /(\d{1,5})(\s{1,9}beginbfchar)((?:\s{1,9}<[^>]{0,128}>\s{0,9}<[^>]{0,1024}>)*)/g
/** A code that stands for nothing. */
const NOTHING = /<([0-9a-f]{2,8})>\s{0,9}<0000>\s{0,9}/gi
const LETTERS = /<([0-9a-f]{2,8})>\s{0,9}<[0-9a-f]{5,}>/gi

/**
 * Skia says twice what a code means that stands for several letters: first nothing, then the letters. Readers take what is said
 * last, but the library takes nothing. So the first is taken out of the tables, in their place: without it they are shorter.
 */
export function dropDoubleMeanings(bytes: Buffer): void {
  if (!bytes.includes(SKIA)) return
  const text = bytes.toString('latin1')
  const streams = new PdfStreams(bytes, text)
  const tables = new Set([...text.matchAll(MEANING)].flatMap(([, reference]) => reference ?? []))
  for (const reference of tables) {
    const table = streams.text(reference)
    if (table !== undefined) streams.replace(reference, withoutNothing(table))
  }
}

function withoutNothing(table: string): string {
  const said = new Set([...table.matchAll(LETTERS)].map(([, code]) => code?.toLowerCase()))
  return table.replace(SECTION, (_, count: string, begin: string, lines: string) => {
    let dropped = 0
    const left = lines.replace(NOTHING, (line, code: string) => {
      if (!said.has(code.toLowerCase())) return line
      dropped++
      return ''
    })
    return `${Number(count) - dropped}${begin}${left}`
  })
}
