import { TextDecoder } from 'node:util'
import type { ConvertWarning } from '@rittdoc-batch/core'
import { UnreadableText } from './archive/archive-error.ts'
import type { EpubArchive } from './archive/epub-archive.ts'
import { decodeText, encodingOf } from './xml/decode-text.ts'
import type { XmlElement } from './xml/element.ts'
import { parseHtml } from './xml/parse-html.ts'
import { type OnUnknownEntity, parseXml, XmlSyntaxError, XmlTreeBuilder } from './xml/parse-xml.ts'

type Warn = (warning: ConvertWarning) => void

/**
 * Reads and parses one document of the book, piece by piece. One that is not well-formed is read as a browser would, with
 * a warning that names line and column.
 */
export async function readDocument(archive: EpubArchive, path: string, warn: Warn): Promise<XmlElement> {
  const onUnknown = entityWarner(path, warn)
  try {
    return await parseStream(archive, path, onUnknown)
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error
    return repair(archive, path, { warn, onUnknown })
  }
}

async function parseStream(archive: EpubArchive, path: string, onUnknown: OnUnknownEntity): Promise<XmlElement> {
  const builder = new XmlTreeBuilder(onUnknown)
  let decoder: TextDecoder | undefined
  const write = (chunk?: Buffer) => {
    decoder ??= decoderFor(chunk ?? Buffer.alloc(0))
    builder.write(decode(decoder, chunk))
  }
  await archive.stream(path, write)
  write()
  return builder.finish()
}

function decoderFor(head: Buffer): TextDecoder {
  try {
    return new TextDecoder(encodingOf(head), { fatal: true })
  } catch (cause) {
    throw new UnreadableText('unknown encoding', { cause })
  }
}

function decode(decoder: TextDecoder, chunk: Buffer | undefined): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined })
  } catch (cause) {
    throw new UnreadableText('wrong encoding', { cause })
  }
}

/** Reads once more, as a whole: bytes that are not what they are said to be, markup that is not XML. */
async function repair(
  archive: EpubArchive,
  path: string,
  { warn, onUnknown }: { warn: Warn; onUnknown: OnUnknownEntity },
): Promise<XmlElement> {
  const { text, repaired } = decodeText(await archive.read(path))
  if (repaired !== undefined) warn({ code: 'wrong_encoding', message: repaired, place: path })
  try {
    return parseXml(text, onUnknown)
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error
    const message = `Not well-formed at line ${error.line}, column ${error.column}: ${error.message} Read as HTML.`
    warn({ code: 'not_well_formed', message, place: `${path}:${error.line}` })
    return parseHtml(text)
  }
}

/** Warns once of each entity. */
function entityWarner(path: string, warn: Warn): OnUnknownEntity {
  const seen = new Set<string>()
  return (name, line) => {
    if (seen.has(name)) return
    seen.add(name)
    warn({
      code: 'unknown_entity',
      message: `Nobody declares &${name}; it stays as written.`,
      place: `${path}:${line}`,
    })
  }
}
