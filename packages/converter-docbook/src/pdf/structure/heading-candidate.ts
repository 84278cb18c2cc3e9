import { lineText, type Span, type TextLine } from '../layout/text-line.ts'

/** A block of lines that may be a heading. */
export interface Candidate {
  readonly lines: readonly TextLine[]
  readonly text: string
  /** Largest font size, rounded so that sizes can be compared. */
  readonly size: number
  readonly isBold: boolean
  readonly isItalic: boolean
}

/** Longer texts are no headings. */
const MOST_LETTERS = 160
const MOST_LINES = 4
/** Of a title of several lines, of which one is bold, as large a share of the letters is. */
const MOSTLY_BOLD = 0.6

const NUMBER_ONLY =
  /^(chapter|part|appendix|kapitel|teil|anhang|chapitre|partie|annexe|capítulo|parte|lecture|lesson) ([\divxlc]+|[a-z]|one|two|three|four|five|six|seven|eight|nine|ten)[.:]?$/i
const SECTION_NUMBER = /^(\d{1,2}(?:\.\d{1,3})*|[IVX]{1,5}(?=\.)|[A-Z](?:\.\d{1,3})+)\.?\s+(?=["“'(]?\p{L})/u
const CAPTION = /^(figure|fig\.|table|tab\.|listing|abbildung|abb\.|tabelle|tableau|algorithm|figura|tabla) ?[\d.]+/i
const USUAL =
  /^(abstract|introduction|conclusions?|references|bibliography|acknowledge?ments?|appendix|appendices|preface|foreword|contents|index|glossary|zusammenfassung|einleitung|inhaltsverzeichnis|literatur(verzeichnis)?|résumé|bibliographie|table des matières)$/i

/** A block seen as a heading that it may be. */
export function toCandidate(lines: readonly TextLine[]): Candidate {
  const spans = lines.flatMap((line) => line.spans).filter(({ text }) => /\p{L}/u.test(text))
  return {
    lines,
    text: lines.map(lineText).join(' ').replace(/\s+/g, ' ').trim(),
    size: Math.round(Math.max(...lines.map(({ size }) => size)) * 4) / 4,
    isBold: lines.every(({ isBold }) => isBold) || isMostlyBold(lines),
    isItalic: spans.every(({ isItalic }) => isItalic),
  }
}

/** Words of another look may stand in a title: names, code. */
function isMostlyBold(lines: readonly TextLine[]): boolean {
  if (!lines.some(({ isBold }) => isBold) || /[.:;!?]\s*$/.test(lines.map(lineText).join(' '))) return false
  const letters = (own: readonly Span[]) => own.reduce((sum, { text }) => sum + text.replace(/\s/g, '').length, 0)
  const spans = lines.flatMap((line) => line.spans)
  return letters(spans.filter(({ isBold }) => isBold)) >= MOSTLY_BOLD * letters(spans)
}

/** Whether a block has the shape of a heading, whatever its letters look like. */
export function isHeadingLike({ lines, text }: Candidate): boolean {
  if (lines.length > MOST_LINES || text.length > MOST_LETTERS || !/\p{L}{2}|\p{Lo}/u.test(text)) return false
  if (lines.some(({ isField }) => isField)) return false
  if (lines.every(({ isFixed }) => isFixed) || /[,;]$/.test(text) || /\. ?\. ?\./.test(text)) return false
  if (CAPTION.test(text) || /^[^\p{L}\d"“'(¿¡§]/u.test(text)) return false
  // A wide gap inside is one between the cells of a table, unless it follows the number of the title.
  return lines.every(
    ({ segments: [first, ...rest] }) => rest.length === 0 || (rest.length === 1 && (first?.letters ?? 0) <= 10),
  )
}

/** How much a heading in the size of the text stands out: bold, then capitals, then italics; undefined when it does not. */
export function styleRank({ lines, text, isBold, isItalic }: Candidate): number | undefined {
  if (isBold) return 0
  if (lines.length > 2) return undefined
  const isNamed = sectionNumber(text) !== undefined || USUAL.test(text) || NUMBER_ONLY.test(text)
  const letters = text.replace(/\P{L}/gu, '')
  const isCapital = letters.length >= 4 && !/[\p{Ll}\p{Lo}]/u.test(letters)
  if (isCapital && isNamed) return 1
  return isNamed && (isItalic || USUAL.test(text) || NUMBER_ONLY.test(text)) ? 2 : undefined
}

/** The parts of the number before a title: `2.1 Methods` has two; undefined without a number. */
export function sectionNumber(text: string): string[] | undefined {
  return SECTION_NUMBER.exec(text)?.[1]?.split('.')
}

/** Whether a title is one that parts of papers and books usually have: `Abstract`. */
export function isUsualTitle(text: string): boolean {
  return USUAL.test(text)
}

/** Whether a title is no more than a number: `Chapter 3`. */
export function isNumberOnly(text: string): boolean {
  return NUMBER_ONLY.test(text)
}

/** `Chapter 3` and the title after it are one heading. */
export function joinNumbers(row: readonly Candidate[]): Candidate[] {
  const joined: Candidate[] = []
  for (const candidate of row) {
    const last = joined.at(-1)
    if (last !== undefined && isNumberOnly(last.text)) {
      const size = Math.max(last.size, candidate.size)
      const text = `${last.text} ${candidate.text}`
      joined[joined.length - 1] = { ...candidate, lines: [...last.lines, ...candidate.lines], text, size }
    } else joined.push(candidate)
  }
  return joined
}
