import { readFileSync } from 'node:fs'
import { decodedName, fontName, objectHeads, PdfStreams, unpackObjects } from './pdf-objects.ts'

/** Names are not looked for in larger files. */
const MOST_BYTES = 64 * 1024 ** 2
const ENCODING = /\/Encoding\s+(\d+ \d+)\s+R/
const DIFFERENCES = /\/Differences\s*\[([^\]]*)\]/
const DESCRIPTOR = /\/FontDescriptor\s+(\d+ \d+)\s+R/
/** A Type 1 font in its own words, which begins with the names of its codes. */
const PROGRAM = /\/FontFile\s+(\d+ \d+)\s+R/
const OWN_NAME = /\bdup\s+(\d{1,3})\s*\/(\S+)\s+put\b/g

/** Names by fonts and codes (`CMEX10 88`). */
type Names = ReadonlyMap<string, string>

/**
 * The names of the letters of a document's fonts by their codes. The library knows common names alone, and does not tell the
 * others; the file is read for them when a letter is missing.
 */
export class LetterNames {
  readonly #path: string
  #names: { readonly given: Names; readonly own: Names } | undefined

  constructor(path: string) {
    this.#path = path
  }

  /** The name that the document gives a code. Undefined also where parts of the font differ in it. */
  given(font: string, code: number): string | undefined {
    return this.#read().given.get(`${font} ${code}`)
  }

  /** The name that a Type 1 font itself has for a code. Undefined also where parts of the font differ in it. */
  own(font: string, code: number): string | undefined {
    return this.#read().own.get(`${font} ${code}`)
  }

  #read() {
    this.#names ??= readNames(this.#path)
    return this.#names
  }
}

function readNames(path: string): { given: Names; own: Names } {
  const bytes = readFileSync(path)
  const [given, own] = [new NamesOfParts(), new NamesOfParts()]
  if (bytes.length > MOST_BYTES) return { given: given.sure(), own: own.sure() }
  const text = bytes.toString('latin1')
  const heads = objectHeads(text + unpackObjects(bytes))
  const streams = new PdfStreams(bytes, text)
  for (const head of heads.values()) {
    const font = fontName(head)
    if (font === undefined) continue
    const referred = (pattern: RegExp, from: string) => heads.get(pattern.exec(from)?.[1] ?? '') ?? ''
    const differences = DIFFERENCES.exec(head) ?? DIFFERENCES.exec(referred(ENCODING, head))
    given.add(font, namesOf(differences?.[1] ?? ''))
    const program = PROGRAM.exec(referred(DESCRIPTOR, head))?.[1]
    if (program !== undefined) own.add(font, ownNames(streams.text(program) ?? ''))
  }
  return { given: given.sure(), own: own.sure() }
}

/** Gathers the names of fonts, of which a document may have several parts. */
class NamesOfParts {
  readonly #names = new Map<string, string>()
  readonly #doubtful = new Set<string>()

  add(font: string, names: ReadonlyArray<readonly [number, string]>): void {
    for (const [code, name] of names) {
      const key = `${font} ${code}`
      if ((this.#names.get(key) ?? name) !== name) this.#doubtful.add(key)
      this.#names.set(key, name)
    }
  }

  sure(): Names {
    for (const key of this.#doubtful) this.#names.delete(key)
    return this.#names
  }
}

/** Codes and names of an array like `[28 /f_f_i /f_l 65 /A]`: names after a number count on from it. */
function namesOf(differences: string): Array<[number, string]> {
  const names: Array<[number, string]> = []
  let code = 0
  for (const [, number, name] of differences.matchAll(/(\d+)|\/([^\s/[\]]+)/g)) {
    if (name === undefined) code = Number(number)
    else names.push([code++, decodedName(name)])
  }
  return names
}

function ownNames(program: string): Array<[number, string]> {
  const start = program.slice(0, program.indexOf('eexec'))
  return [...start.matchAll(OWN_NAME)].map(([, code, name = '']) => [Number(code), name])
}
