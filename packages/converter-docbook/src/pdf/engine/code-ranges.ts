import { readFileSync } from 'node:fs'
import { fontName, objectHeads, PdfStreams, unpackObjects } from './pdf-objects.ts'

/** Ranges are not looked for in larger files. */
const MOST_BYTES = 64 * 1024 ** 2
const COMPOSITE = /\/Subtype\s*\/Type0\b/
const MEANING = /\/ToUnicode\s+(\d+ \d+)\s+R/
/** Some documents name a table where one should stand: every code is its letter. */
const ITSELF = /\/ToUnicode\s*\/Identity-[HV]\b/
const RANGE = /<([0-9a-f]{4})>\s{0,9}<([0-9a-f]{4})>\s{0,9}<([0-9a-f]{4})>/gi
/** Ranges of one font that are looked at, and fonts. */
const MOST_RANGES = 1_000
const MOST_FONTS = 1_000

/** Codes from the first to the last, which are letters one after the other. */
interface CodeRange {
  readonly first: number
  readonly last: number
  readonly letter: number
}

const ALL: readonly CodeRange[] = [{ first: 0, last: 0xffff, letter: 0 }]

/**
 * What long ranges of codes mean. The library knows no more than the first 256 codes of a range; mPDF and tFPDF write one of
 * all 65,536 for every font. The file is read for them when a letter is missing.
 */
export class CodeRanges {
  readonly #path: string
  #fonts: ReadonlyMap<string, readonly CodeRange[]> | undefined

  constructor(path: string) {
    this.#path = path
  }

  /** The code point of a letter; undefined also where fonts of this name have different ranges. */
  letterOf(font: string, code: number): number | undefined {
    this.#fonts ??= readRanges(this.#path)
    const range = this.#fonts.get(font)?.find(({ first, last }) => first <= code && code <= last)
    return range === undefined ? undefined : range.letter + code - range.first
  }
}

function readRanges(path: string): ReadonlyMap<string, readonly CodeRange[]> {
  const fonts = new Map<string, readonly CodeRange[]>()
  const bytes = readFileSync(path)
  if (bytes.length > MOST_BYTES) return fonts
  const text = bytes.toString('latin1')
  const streams = new PdfStreams(bytes, text)
  const tables = new Map<string, readonly CodeRange[]>()
  const tableOf = (reference: string) => {
    const table = tables.get(reference) ?? longRanges(streams.text(reference) ?? '')
    tables.set(reference, table)
    return table
  }
  for (const head of objectHeads(text + unpackObjects(bytes)).values()) {
    const font = COMPOSITE.test(head) ? fontName(head) : undefined
    if (font === undefined || tables.size > MOST_FONTS) continue
    const meaning = MEANING.exec(head)?.[1]
    const ranges = ITSELF.test(head) ? ALL : meaning === undefined ? [] : tableOf(meaning)
    fonts.set(font, areSame(fonts.get(font) ?? ranges, ranges) ? ranges : [])
  }
  return fonts
}

/** Those that go on beyond the 256 codes in which they begin. */
function longRanges(meaning: string): CodeRange[] {
  const ranges: CodeRange[] = []
  for (const section of meaning.split('beginbfrange').slice(1)) {
    const end = section.indexOf('endbfrange')
    for (const [, ...codes] of section.slice(0, end === -1 ? undefined : end).matchAll(RANGE)) {
      const [first = 0, last = 0, letter = 0] = codes.map((code) => Number.parseInt(code, 16))
      if (last >> 8 > first >> 8) ranges.push({ first, last, letter })
      if (ranges.length === MOST_RANGES) return ranges
    }
  }
  return ranges
}

function areSame(one: readonly CodeRange[], other: readonly CodeRange[]): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}
