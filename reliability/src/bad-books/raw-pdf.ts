import { KEPT } from './bad-book.ts'

/** Objects of a PDF, by their numbers: a dictionary, or one with a stream. */
export type PdfObjects = Readonly<Record<number, string | Buffer | undefined>>

/** How a PDF ends. */
export interface PdfEnd {
  /** More of the trailer, as it stands there. */
  readonly trailer?: string
  /** The table of objects in place of the right one. */
  readonly xref?: string
}

/** Content of a page that shows {@link KEPT}. */
export const SHOWN = `BT /F 12 Tf 50 200 Td (${KEPT}) Tj ET`

/** A stream with a dictionary that says `more` beside the length. */
export function stream(content: string | Buffer, more = ''): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([Buffer.from(`<</Length ${bytes.length}${more}>> stream\n`), bytes, Buffer.from('\nendstream')])
}

/** A PDF of one page, each object of which may be another one. */
export function rawPdf(objects: PdfObjects = {}, { trailer = '', xref }: PdfEnd = {}): Buffer {
  const all: PdfObjects = {
    1: '<</Type/Catalog/Pages 2 0 R>>',
    2: '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    3: '<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>',
    4: stream(SHOWN),
    5: '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...objects,
  }
  const parts = [Buffer.from('%PDF-1.7\n')]
  const places: string[] = ['0000000000 65535 f \n']
  let offset = parts[0]?.length ?? 0
  const numbers = Object.keys(all).map(Number)
  for (const number of numbers) {
    const content = all[number]
    if (content === undefined) continue
    const bytes = Buffer.concat([Buffer.from(`${number} 0 obj\n`), Buffer.from(content), Buffer.from('\nendobj\n')])
    places[number] = `${String(offset).padStart(10, '0')} 00000 n \n`
    parts.push(bytes)
    offset += bytes.length
  }
  const size = Math.max(...numbers) + 1
  const table = Array.from({ length: size }, (_, i) => places[i] ?? '0000000000 00000 f \n').join('')
  const end = `${xref ?? `xref\n0 ${size}\n${table}`}trailer\n<</Root 1 0 R/Size ${size}${trailer}>>\nstartxref\n${offset}\n%%EOF\n`
  return Buffer.concat([...parts, Buffer.from(end)])
}
