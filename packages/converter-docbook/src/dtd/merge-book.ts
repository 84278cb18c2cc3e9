import { buffer } from 'node:stream/consumers'
import { openPromise } from 'yauzl'

/** A package as one document. */
export interface MergedBook {
  readonly text: string
  /** The file that a line of the text comes from. @param line from 1 */
  fileOf(line: number): string
}

const BOOK = 'Book.XML'
const DOCTYPE = /<!DOCTYPE\s+([^\s[>]+)[^[>]*(?:\[([\s\S]*?)\]\s*)?>/
const FRAGMENT = /<!ENTITY\s+([\w.-]+)\s+SYSTEM\s+["']([^"']+)["']\s*>/g

/**
 * Puts the fragments of a package into its `Book.XML`, as a validator wants it.
 * @param entities declarations of characters that the text may call by name
 */
export async function mergeBook(path: string, entities: string): Promise<MergedBook> {
  const files = await readXml(path)
  const book = withoutDeclaration(files.get(BOOK) ?? '')
  const [doctype = '', root = 'book', subset = ''] = DOCTYPE.exec(book) ?? []
  const names = new Map([...subset.matchAll(FRAGMENT)].map(([, entity = '', file = '']) => [entity, file]))
  const merging = new Merging()
  merging.add(BOOK, `<!DOCTYPE ${root} [${entities}${subset.replace(FRAGMENT, '')}]>`)
  const body = book.slice(book.indexOf(doctype) + doctype.length)
  for (const piece of body.split(/(&[A-Za-z_][\w.-]*;)/)) {
    const file = names.get(piece.slice(1, -1))
    if (file === undefined || !piece.startsWith('&')) merging.add(BOOK, piece)
    else merging.add(file, withoutDeclaration(files.get(file) ?? ''))
  }
  return merging
}

class Merging implements MergedBook {
  #text: string[] = []
  #lines = 1
  readonly #starts: { readonly line: number; readonly file: string }[] = []

  get text(): string {
    return this.#text.join('')
  }

  add(file: string, text: string): void {
    this.#starts.push({ line: this.#lines, file })
    this.#text.push(text)
    this.#lines += text.split('\n').length - 1
  }

  fileOf(line: number): string {
    return this.#starts.findLast((start) => start.line <= line)?.file ?? BOOK
  }
}

const withoutDeclaration = (text: string) => text.replace(/^\uFEFF?\s*<\?xml\s[^>]*\?>/, '')

async function readXml(path: string): Promise<Map<string, string>> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false })
  try {
    const files = new Map<string, string>()
    for await (const entry of zip.eachEntry()) {
      if (!/\.xml$/i.test(entry.fileName)) continue
      files.set(entry.fileName, (await buffer(await zip.openReadStreamPromise(entry))).toString('utf8'))
    }
    return files
  } finally {
    zip.close()
  }
}
