import { readFileSync } from 'node:fs'
import { fontName, objectHeads, unpackObjects } from './pdf-objects.ts'

/** Names are not looked for in larger files. */
const MOST_BYTES = 64 * 1024 ** 2
const ENCODING = /\/Encoding\s+(\d+ \d+)\s+R/
const DIFFERENCES = /\/Differences\s*\[([^\]]*)\]/

/**
 * The ligatures that fonts of a document have under the names of their letters (`f_f_i`, as the Adobe Glyph List
 * Specification has it). The library does not know such names; the file is read for them when a letter is missing.
 */
export class LetterNames {
  readonly #path: string
  #ligatures: ReadonlyMap<string, string> | undefined

  constructor(path: string) {
    this.#path = path
  }

  /** Undefined also where parts of the font differ in it. */
  ligatureOf(font: string, code: number): string | undefined {
    this.#ligatures ??= readLigatures(this.#path)
    return this.#ligatures.get(`${font} ${code}`)
  }
}

function readLigatures(path: string): ReadonlyMap<string, string> {
  const bytes = readFileSync(path)
  const ligatures = new Map<string, string>()
  const doubtful = new Set<string>()
  if (bytes.length > MOST_BYTES) return ligatures
  const heads = objectHeads(bytes.toString('latin1') + unpackObjects(bytes))
  for (const head of heads.values()) {
    const font = fontName(head)
    if (font === undefined) continue
    const encoding = ENCODING.exec(head)?.[1]
    const differences = DIFFERENCES.exec(encoding === undefined ? head : (heads.get(encoding) ?? ''))?.[1] ?? ''
    for (const [code, name] of namesOf(differences)) {
      const [key, letters] = [`${decoded(font)} ${code}`, lettersOf(decoded(name))]
      if (letters === undefined) continue
      if ((ligatures.get(key) ?? letters) !== letters) doubtful.add(key)
      ligatures.set(key, letters)
    }
  }
  for (const key of doubtful) ligatures.delete(key)
  return ligatures
}

/** Codes and names of an array like `[28 /f_f_i /f_l 65 /A]`: names after a number count on from it. */
function namesOf(differences: string): Array<[number, string]> {
  const names: Array<[number, string]> = []
  let code = 0
  for (const [, number, name] of differences.matchAll(/(\d+)|\/([^\s/[\]]+)/g)) {
    if (name === undefined) code = Number(number)
    else names.push([code++, name])
  }
  return names
}

function decoded(name: string): string {
  return name.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** The letters of a ligature, without what says how it is drawn (`f_i.alt`); undefined for other names. */
function lettersOf(name: string): string | undefined {
  const [base = ''] = name.split('.')
  return /^[a-z](_[a-z])+$/i.test(base) ? base.replaceAll('_', '') : undefined
}
