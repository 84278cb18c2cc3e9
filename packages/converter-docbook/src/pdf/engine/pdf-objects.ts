import { constants, deflateSync, inflateSync } from 'node:zlib'

const OBJECT = /(?:^|[\r\n\s])(\d{1,10}) (\d{1,5}) obj\b/g
/** What stands before the name of a font of which a document has a part: six capitals; Prawn writes other letters, too. */
export const SUBSET = /^[A-Za-z0-9]{6}\+/
const FONT = /\/BaseFont\s*\/([^\s/<>[\]()]+)/
/** How far into an object its dictionary is looked for. */
const HEAD = 4_000
/** Bytes that all object streams together may unpack to. */
const MOST_UNPACKED = 64 * 1024 ** 2
/** How much of a single stream is read. */
const MOST_STREAM = 1024 ** 2

/** The dictionaries of the objects of a PDF by their references (`12 0`), as text; of those with one number the last. */
export function objectHeads(text: string): Map<string, string> {
  const heads = new Map<string, string>()
  let last: { reference: string; start: number } | undefined
  const close = (end: number) => {
    if (last !== undefined) heads.set(last.reference, objectHead(text, last.start, end))
  }
  for (const match of text.matchAll(OBJECT)) {
    close(match.index)
    last = { reference: `${match[1]} ${match[2]}`, start: match.index + match[0].length }
  }
  close(text.length)
  return heads
}

/** The name of the font that a dictionary describes, as it is without being a part; undefined for other dictionaries. */
export function fontName(head: string): string | undefined {
  const written = FONT.exec(head)?.[1]
  return written === undefined ? undefined : decodedName(written).replace(SUBSET, '')
}

/** A name as it is meant: letters may be written by their numbers (`#20`). */
export function decodedName(written: string): string {
  return written.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** The objects that are packed into streams, each written out. What cannot be unpacked is left out. */
export function unpackObjects(bytes: Buffer): string {
  const text = bytes.toString('latin1')
  const found: string[] = []
  let left = MOST_UNPACKED
  for (const match of text.matchAll(/\/Type\s*\/ObjStm/g)) {
    if (left <= 0) break
    const around = text.slice(Math.max(0, match.index - HEAD), match.index + HEAD) // never the whole file for each
    const type = Math.min(match.index, HEAD)
    const stream = around.indexOf('stream', type)
    const first = Number(around.slice(around.lastIndexOf(' obj', type), stream).match(/\/First\s+(\d+)/)?.[1])
    if (stream === -1 || !Number.isFinite(first)) continue
    const start = match.index - type + stream + 'stream'.length
    const content = inflate(bytes.subarray(text.startsWith('\r\n', start) ? start + 2 : start + 1), left)
    if (content === undefined) continue
    left -= content.length
    const numbers = content.slice(0, first).trim().split(/\s+/).map(Number)
    for (let i = 0; i + 1 < numbers.length; i += 2) {
      const [number = 0, from = 0, , to = content.length - first] = numbers.slice(i, i + 4)
      left -= Math.max(0, Math.min(to, content.length) - from) || 0
      if (left <= 0) break
      found.push(`\n${number} 0 obj\n${content.slice(first + from, first + to)}\nendobj`)
    }
  }
  return found.join('')
}

/** The streams of a PDF by the references of their objects (`12 0`); of those with one number the last. */
export class PdfStreams {
  readonly #bytes: Buffer
  readonly #text: string
  readonly #starts: ReadonlyMap<string, number>

  constructor(bytes: Buffer, text: string) {
    this.#bytes = bytes
    this.#text = text
    this.#starts = new Map([...text.matchAll(OBJECT)].map((match) => [`${match[1]} ${match[2]}`, match.index]))
  }

  /** What a stream holds, up to a limit; undefined where there is none, or it is packed in another way. */
  text(reference: string): string | undefined {
    const stream = this.#stream(reference)
    if (stream === undefined) return undefined
    const { start, isPacked } = stream
    if (isPacked) return inflate(this.#bytes.subarray(start), MOST_STREAM)
    return this.#text.slice(start, start + MOST_STREAM).split('endstream', 1)[0]
  }

  /** Writes a stream anew, in its place. Nothing is written where there is none, or what it is to hold needs more room. */
  replace(reference: string, content: string): void {
    const stream = this.#stream(reference)
    const end = stream === undefined ? -1 : this.#text.indexOf('endstream', stream.start)
    if (stream === undefined || end === -1) return
    const plain = Buffer.from(content, 'latin1')
    const written = stream.isPacked ? deflateSync(plain, { level: constants.Z_BEST_COMPRESSION }) : plain
    const place = this.#bytes.subarray(stream.start, end)
    if (written.length > place.length) return
    place.fill(' ')
    written.copy(place)
  }

  #stream(reference: string): { start: number; isPacked: boolean } | undefined {
    const object = this.#starts.get(reference)
    if (object === undefined) return undefined
    const head = objectHead(this.#text, object, this.#text.length)
    const stream = object + head.length
    if (!this.#text.startsWith('stream', stream)) return undefined
    const start = stream + (this.#text.startsWith('\r\n', stream + 6) ? 8 : 7)
    return { start, isPacked: /\/FlateDecode/.test(head) }
  }
}

function inflate(bytes: Buffer, maxOutputLength: number): string | undefined {
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength }
    return inflateSync(bytes, options).toString('latin1')
  } catch {
    return undefined // damaged, or packed in another way
  }
}

function objectHead(text: string, start: number, end: number): string {
  const head = text.slice(start, Math.min(start + HEAD, end))
  const body = head.search(/\bendobj\b|\bstream\b/)
  return body === -1 ? head : head.slice(0, body)
}
