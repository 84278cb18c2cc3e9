import { open } from 'node:fs/promises'
import { ConvertError } from '@rittdoc-batch/core'

/** Formats that can be read. */
export type BookFormat = 'epub' | 'pdf'

/** Readers of PDF accept a header within the first kilobyte. */
const HEAD_BYTES = 1_024

/** Tells the format by the content, whatever the file is called. @throws ConvertError `input` when it is neither */
export async function detectFormat(path: string): Promise<BookFormat> {
  const head = await readHead(path)
  if (head.length === 0) throw new ConvertError('input', 'The file is empty', { reason: 'corrupt' })
  const text = head.toString('latin1')
  if (text.startsWith('PK\u0003\u0004') || text.startsWith('PK\u0005\u0006')) return 'epub'
  if (text.includes('%PDF-')) return 'pdf'
  throw new ConvertError('input', `The file is neither an ePub nor a PDF: ${describe(text)}`, { reason: 'unsupported' })
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

const KNOWN: ReadonlyArray<readonly [begin: string, what: string]> = [
  ['<!doctype html', 'it is an HTML page'],
  ['<html', 'it is an HTML page'],
  ['<?xml', 'it is an XML document'],
  ['\u00D0\u00CF\u0011\u00E0', 'it is an old Office document'],
  ['rar!', 'it is a RAR archive'],
  ['7z\u00BC\u00AF', 'it is a 7-Zip archive'],
  ['\u001F\u008B', 'it is a gzip file'],
  ['{\\rtf', 'it is an RTF document'],
]

function describe(head: string): string {
  if (head.slice(60, 68) === 'BOOKMOBI') return 'it is a Mobipocket or Kindle book'
  const begin = head.trimStart().toLowerCase()
  const known = KNOWN.find(([prefix]) => begin.startsWith(prefix.toLowerCase()))
  return known?.[1] ?? `it begins with ${JSON.stringify(head.slice(0, 20))}`
}
