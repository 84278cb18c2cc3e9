import { TextDecoder } from 'node:util'

const BYTE_ORDER_MARKS: ReadonlyArray<readonly [label: string, bytes: readonly number[]]> = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** A document's text, and how its bytes were read where that was a guess. */
export interface DecodedText {
  readonly text: string
  /** Set when the bytes are not what the document says. */
  readonly repaired?: string | undefined
}

/** The encoding of a document by its first bytes: its byte order mark, else what it declares, else UTF-8. */
export function encodingOf(head: Buffer): string {
  const marked = BYTE_ORDER_MARKS.find(([, mark]) => mark.every((byte, i) => head[i] === byte))
  return marked?.[0] ?? declaredEncoding(head) ?? 'utf-8'
}

/** Decodes a document; bytes that are not what it says are read as what they seem to be. */
export function decodeText(bytes: Buffer): DecodedText {
  const label = encodingOf(bytes)
  try {
    return { text: new TextDecoder(label, { fatal: true }).decode(bytes) }
  } catch {
    const isUtf8 = /^utf-?8$/i.test(label)
    const used = isUtf8 && !isMostlyUtf8(bytes) ? 'windows-1252' : 'utf-8'
    return { text: new TextDecoder(used).decode(bytes), repaired: `The bytes are not ${label}; read as ${used}.` }
  }
}

function declaredEncoding(bytes: Buffer): string | undefined {
  if (bytes[0] === 0x3c && bytes[1] === 0) return 'utf-16le'
  if (bytes[0] === 0 && bytes[1] === 0x3c) return 'utf-16be'
  const head = bytes.subarray(0, 2048).toString('latin1')
  const declared =
    head.match(/^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/)?.[1] ??
    head.match(/<meta[^>]+charset\s*=\s*["']?([\w.:-]+)/i)?.[1]
  return declared !== undefined && /^(utf-?16|ucs-?2|unicode)/i.test(declared) ? 'utf-8' : declared
}

/** Whether valid multi-byte sequences outnumber broken ones, so that UTF-8 with a few bad bytes is not mistaken. */
function isMostlyUtf8(bytes: Buffer): boolean {
  const text = bytes.toString('utf8')
  const broken = text.split('\uFFFD').length - 1
  const valid = [...text.matchAll(/(?!\uFFFD)\P{ASCII}/gu)].length
  return valid > broken
}
