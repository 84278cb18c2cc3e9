import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { ConvertError, type Converter, type ConvertJob, type ConvertResult } from '@rittdoc-batch/core'
import { ZipFile } from 'yazl'

/** Characters that XML cannot hold, and that no text has. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NO_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/

/** Plain text to a package with one chapter: a paragraph for every block of lines. */
export class TextConverter implements Converter {
  readonly id = 'text@1'
  readonly produces = 'rittdoc'

  accepts({ format }: ConvertJob['file']): true | string {
    return format === '.txt' || 'Only plain text is converted here'
  }

  async convert({ input, output, file, signal, progress }: ConvertJob): Promise<ConvertResult> {
    try {
      const text = readAsText(await readFile(input, { signal }), file.filename)
      progress(0.5, 'writing')
      const paragraphs = text.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '')
      const zip = new ZipFile()
      // Always the same time, in the local form that a zip keeps: the same text gives the same bytes.
      zip.addBuffer(Buffer.from(bookXml(paragraphs)), 'Book.XML', {
        mtime: new Date(1980, 0, 1),
        forceDosTimestamp: true,
      })
      zip.end()
      await pipeline(zip.outputStream, createWriteStream(output), { signal })
      return {
        warnings: [{ code: 'missing_isbn', message: 'Plain text states no ISBN' }],
        metrics: { paragraphs: paragraphs.length },
      }
    } catch (error) {
      if (signal?.aborted) throw new ConvertError('aborted', 'The conversion was stopped', { cause: error })
      throw error
    }
  }
}

/** @throws ConvertError `input` for what is no text in UTF-8, or says nothing */
function readAsText(bytes: Buffer, name: string): string {
  const refused = (reason: string, why: string) => new ConvertError('input', `${name} ${why}`, { reason })
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw refused('unsupported', 'is no text in UTF-8; save it as UTF-8')
  }
  if (NO_TEXT.test(text)) throw refused('unsupported', 'is no text: it has control characters')
  if (text.trim() === '') throw refused('empty', 'has no text')
  return text
}

function bookXml(paragraphs: readonly string[]): string {
  const paras = paragraphs.map((paragraph) => `<para>${escaped(paragraph)}</para>`)
  return `<book id="b001"><chapter id="ch0001"><title/><sect1 id="ch0001s0001"><title/>${paras.join('')}</sect1></chapter></book>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
