import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Files in files in files: further than this no DTD goes, and one that holds itself ends here. */
const MOST_DEEP = 32

type Entity = { readonly text: string } | { readonly file: string }

/**
 * A DTD with all its files as one text: external parameter entities are put in their places, conditional sections are
 * decided, comments are gone. The validator reads no files by itself.
 * @throws Error when a file is missing or lies on another machine
 */
export async function flattenDtd(file: string): Promise<string> {
  return new Flattener().file(resolve(file), 0)
}

class Flattener {
  /** The first declaration of a name counts. */
  readonly #entities = new Map<string, Entity>()

  async file(path: string, depth: number): Promise<string> {
    if (depth > MOST_DEEP) throw new Error(`${path} is nested too deeply`)
    const text = await readFile(path, 'utf8')
    return this.#text(text.replace(/^\uFEFF?\s*<\?xml\s[^>]*\?>/, ''), dirname(path), depth)
  }

  async #text(text: string, folder: string, depth: number): Promise<string> {
    let result = ''
    for (let at = 0; at < text.length; ) {
      const piece = nextPiece(text, at)
      at = piece.end
      if (piece.kind === 'section') at = this.#keeps(piece.text) ? at : endOfIgnored(text, at)
      else if (piece.kind === 'reference') result += await this.#insert(piece.text, folder, depth)
      else if (piece.kind === 'declaration') result += this.#declare(piece.text, folder)
    }
    return result
  }

  /** Whether a conditional section counts, by its keyword or the entity that gives it. */
  #keeps(keyword: string): boolean {
    const name = /^%([^;]+);$/.exec(keyword)?.[1]
    if (name === undefined) return keyword === 'INCLUDE'
    const entity = this.#entities.get(name)
    return entity !== undefined && 'text' in entity && this.#keeps(entity.text.trim())
  }

  async #insert(name: string, folder: string, depth: number): Promise<string> {
    const entity = this.#entities.get(name)
    if (entity === undefined) throw new Error(`nothing declares the parameter entity %${name};`)
    if (depth > MOST_DEEP) throw new Error(`the parameter entity %${name}; is nested too deeply`)
    return 'text' in entity ? this.#text(entity.text, folder, depth + 1) : this.file(entity.file, depth + 1)
  }

  /** Notes a parameter entity; only those of text are left for the validator. */
  #declare(declaration: string, folder: string): string {
    const [, name, rest = ''] = /^<!ENTITY\s+%\s+(\S+)\s+([\s\S]*)>$/.exec(declaration) ?? []
    if (name === undefined) return `${declaration}\n`
    const isFirst = !this.#entities.has(name)
    const external = /^(?:SYSTEM|PUBLIC\s+(?:"[^"]*"|'[^']*'))\s+(?:"([^"]*)"|'([^']*)')/.exec(rest)
    if (external === null) {
      if (isFirst) this.#entities.set(name, { text: rest.trim().slice(1, -1) })
      return `${declaration}\n`
    }
    if (isFirst) this.#entities.set(name, { file: locate(external[1] ?? external[2] ?? '', folder) })
    return ''
  }
}

function locate(systemId: string, folder: string): string {
  return systemId.startsWith('file:') ? fileURLToPath(systemId) : resolve(folder, systemId)
}

interface Piece {
  readonly kind: 'declaration' | 'reference' | 'section' | 'nothing'
  readonly text: string
  readonly end: number
}

/** The declaration, reference or start of a section at a place; comments, instructions and spaces are nothing. */
function nextPiece(text: string, at: number): Piece {
  if (text.startsWith('<!--', at)) return nothing(after(text, '-->', at + 4))
  if (text.startsWith('<?', at)) return nothing(after(text, '?>', at))
  if (text.startsWith(']]>', at)) return nothing(at + 3)
  if (text.startsWith('<![', at)) {
    const open = after(text, '[', at + 3)
    return { kind: 'section', text: text.slice(at + 3, open - 1).trim(), end: open }
  }
  if (text.startsWith('<!', at)) {
    const end = endOfDeclaration(text, at)
    return { kind: 'declaration', text: text.slice(at, end), end }
  }
  if (text[at] !== '%') return nothing(at + 1)
  const end = after(text, ';', at)
  return { kind: 'reference', text: text.slice(at + 1, end - 1), end }
}

const nothing = (end: number): Piece => ({ kind: 'nothing', text: '', end })

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found < 0 ? text.length : found + mark.length
}

function endOfDeclaration(text: string, at: number): number {
  let quote = ''
  for (let i = at; i < text.length; i++) {
    const char = text[i]
    if (quote !== '') quote = char === quote ? '' : quote
    else if (char === '"' || char === "'") quote = char
    else if (char === '>') return i + 1
  }
  return text.length
}

/** Behind the end of a section that does not count, with the sections in it. */
function endOfIgnored(text: string, from: number): number {
  let open = 1
  const marks = /<!\[|\]\]>/g
  marks.lastIndex = from
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    open += mark[0] === ']]>' ? -1 : 1
    if (open === 0) return marks.lastIndex
  }
  return text.length
}
