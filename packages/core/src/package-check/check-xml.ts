import type { Readable } from 'node:stream'
import { TextDecoder } from 'node:util'
import { SaxesParser } from 'saxes'

/** How a document may begin, and which entities it may refer to. */
export interface XmlContext {
  /** Gets the document type declaration. Absent: the document must not have one. */
  readonly onDoctype?: ((doctype: string) => void) | undefined
  /** Whether an entity of this name is declared. Those of XML itself always are. */
  isDeclared(entity: string): boolean
}

/** Deeper nesting and longer constructs are no book; they would fill the memory. */
const MOST_LEVELS = 1_000
const LONGEST_CONSTRUCT_BYTES = 32 * 1024 ** 2

const XML_ENTITIES: ReadonlyMap<string, string> = new Map(
  Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }),
)

/**
 * Reads a document as it streams and throws where it is not well-formed. Nothing is loaded from outside and no entity is
 * expanded: a reference to a declared one stands for nothing.
 */
export async function checkXml(content: Readable, context: XmlContext): Promise<void> {
  const parser = new WellFormedParser(context)
  let decoder: TextDecoder | undefined
  for await (const chunk of content as AsyncIterable<Buffer>) {
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true })
    parser.write(decoder.decode(chunk, { stream: true }), chunk.length)
  }
  if (decoder === undefined) throw new Error('it is empty')
  parser.write(decoder.decode(), 0)
  parser.close()
}

class WellFormedParser {
  readonly #parser = new SaxesParser()
  #level = 0
  #bytesSinceTag = 0

  constructor({ onDoctype, isDeclared }: XmlContext) {
    // saxes looks every reference up here.
    this.#parser.ENTITIES = new Proxy<Record<string, string>>(
      {},
      { get: (_, name) => XML_ENTITIES.get(String(name)) ?? (isDeclared(String(name)) ? '' : undefined) },
    )
    this.#parser.on('error', (error) => {
      throw error
    })
    this.#parser.on('doctype', (doctype) => {
      if (onDoctype === undefined) throw new Error('a fragment may not have a document type declaration')
      onDoctype(doctype)
    })
    this.#parser.on('opentag', () => this.#enter())
    this.#parser.on('closetag', () => this.#leave())
  }

  write(text: string, bytes: number): void {
    this.#bytesSinceTag += bytes
    this.#parser.write(text)
    if (this.#bytesSinceTag > LONGEST_CONSTRUCT_BYTES) throw new Error(`no tag within ${LONGEST_CONSTRUCT_BYTES} bytes`)
  }

  close(): void {
    this.#parser.close()
  }

  #enter(): void {
    this.#bytesSinceTag = 0
    this.#level += 1
    if (this.#level > MOST_LEVELS) throw new Error(`elements are nested more than ${MOST_LEVELS} deep`)
  }

  #leave(): void {
    this.#bytesSinceTag = 0
    this.#level -= 1
  }
}

/** The encoding that the beginning of a document tells: by byte order mark or declaration, else UTF-8. */
function encodingOf(beginning: Buffer): string {
  const mark = beginning.subarray(0, 2).toString('hex')
  if (mark === 'feff') return 'utf-16be'
  if (mark === 'fffe') return 'utf-16le'
  const declared = /^<\?xml[^>]*?\sencoding\s*=\s*["']([\w.-]+)["']/.exec(beginning.subarray(0, 200).toString('latin1'))
  return declared?.[1] ?? 'utf-8'
}
