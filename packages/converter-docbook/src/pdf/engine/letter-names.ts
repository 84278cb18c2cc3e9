import { readFileSync } from 'node:fs'
import { letterNamed } from './named-letters.ts'
import { type OutlinedFont, outlinedFont } from './outlined-font.ts'
import { decodedName, fontName, objectHeads, PdfStreams, unpackObjects } from './pdf-objects.ts'
import { numberedLetter } from './typesetter-letters.ts'

/** Names are not looked for in larger files. */
const MOST_BYTES = 64 * 1024 ** 2
const ENCODING = /\/Encoding\s+(\d+ \d+)\s+R/
const DIFFERENCES = /\/Differences\s*\[([^\]]*)\]/
const DESCRIPTOR = /\/FontDescriptor\s+(\d+ \d+)\s+R/
/** A Type 1 font in its own words, which begins with the names of its codes. */
const PROGRAM = /\/FontFile\s+(\d+ \d+)\s+R/
const OWN_NAME = /\bdup\s+(\d{1,3})\s*\/(\S+)\s+put\b/g

const WORDS = /^[a-z]{4,}$/i
/** So many Type 1 fonts of a document are looked into. */
const MOST_PROGRAMS = 1_000

/** What a name says; without a letter where nobody knows it, or parts of the font have different ones. */
export interface NamedLetter {
  readonly letter?: string | undefined
}

/** Stands for a letter of which parts of a font say different things. */
const DOUBTFUL: NamedLetter = {}

/** What is known by fonts and codes (`CMEX10 88`). */
type Letters = ReadonlyMap<string, NamedLetter>

interface Names {
  readonly given: Letters
  readonly own: Letters
  readonly outlined: readonly OutlinedFont[]
}

/**
 * The letters of a document's fonts by the names of their codes. The library knows common names alone, and does not tell the
 * others; the file is read for them when a letter is missing.
 */
export class LetterNames {
  readonly #path: string
  #read: Names | undefined

  constructor(path: string) {
    this.#path = path
  }

  /** What the document names a code; undefined where it gives it no name. */
  given(font: string, code: number): NamedLetter | undefined {
    return this.#names().given.get(`${font} ${code}`)
  }

  /** What a Type 1 font itself names a code; undefined where it does not. */
  own(font: string, code: number): NamedLetter | undefined {
    return this.#names().own.get(`${font} ${code}`)
  }

  /** The fonts whose letters are drawings and have names. */
  outlined(): readonly OutlinedFont[] {
    return this.#names().outlined
  }

  #names(): Names {
    this.#read ??= readNames(this.#path)
    return this.#read
  }
}

function readNames(path: string): Names {
  const bytes = readFileSync(path)
  const [given, own] = [new Map<string, NamedLetter>(), new Map<string, NamedLetter>()]
  const outlined: OutlinedFont[] = []
  if (bytes.length > MOST_BYTES) return { given, own, outlined }
  const text = bytes.toString('latin1')
  const heads = objectHeads(text + unpackObjects(bytes))
  const streams = new PdfStreams(bytes, text)
  const programs = new Map<string, Array<[number, string]>>()
  const namesIn = (program: string) => {
    const names = programs.get(program) ?? (programs.size < MOST_PROGRAMS ? ownNames(streams.text(program) ?? '') : [])
    programs.set(program, names)
    return names
  }
  const referred = (pattern: RegExp, from: string) => heads.get(pattern.exec(from)?.[1] ?? '') ?? ''
  for (const head of heads.values()) {
    const font = fontName(head)
    const differences = DIFFERENCES.exec(head) ?? DIFFERENCES.exec(referred(ENCODING, head))
    const names = namesOf(differences?.[1] ?? '')
    const drawn = outlinedFont(head, names, referred)
    if (drawn !== undefined) outlined.push(drawn)
    if (font === undefined) continue
    addNames(given, font, names)
    const program = PROGRAM.exec(referred(DESCRIPTOR, head))?.[1]
    if (program !== undefined) addNames(own, font, namesIn(program))
  }
  return { given, own, outlined }
}

/**
 * Takes note of the names of a part of a font. Those that say nothing are of letters that the library knows, or nobody; words that
 * nobody knows leave it to the tables of fonts (`arrowparrleftright`), numbers do not: codes are as new as they.
 */
function addNames(to: Map<string, NamedLetter>, font: string, names: ReadonlyArray<readonly [number, string]>): void {
  for (const [code, name] of names) {
    const key = `${font} ${code}`
    const [before, letter] = [to.get(key), letterNamed(name) ?? numberedLetter(name, font)]
    if (letter === undefined && WORDS.test(name)) continue
    if (before === undefined || (before.letter === undefined && before !== DOUBTFUL)) to.set(key, { letter })
    else if (letter !== undefined && before.letter !== letter) to.set(key, DOUBTFUL)
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
