import type { Inline, LineBlock } from '../../tree/book.ts'
import type { XmlElement } from '../xml/element.ts'
import type { DocumentContext } from './document-context.ts'
import { readInlines } from './inline-reader.ts'

/** Reads `pre`: lines and spaces as they stand. */
export function readCode(element: XmlElement, context: DocumentContext): LineBlock {
  return { kind: 'lines', role: 'code', content: keepLines(readInlines(element.children, context)) }
}

/** Text whose line ends and spaces stay; empty lines at both ends go. */
export function keepLines(written: readonly Inline[]): Inline[] {
  const content = merge(written)
  const first = content.findIndex((inline) => inline.kind !== 'anchor')
  const start = content[first]
  if (start?.kind === 'text') content[first] = { kind: 'text', text: start.text.replace(/^([ \t]*\n)+/, '') }
  const last = content.at(-1)
  if (last?.kind === 'text') content[content.length - 1] = { kind: 'text', text: last.text.trimEnd() }
  return content.filter((inline) => inline.kind !== 'text' || inline.text !== '')
}

/** Breaks as line ends, code inside code plain, neighbouring texts joined. */
function merge(written: readonly Inline[]): Inline[] {
  const result: Inline[] = []
  const add = (inline: Inline) => {
    const last = result.at(-1)
    if (inline.kind === 'text' && last?.kind === 'text') {
      result[result.length - 1] = { kind: 'text', text: (last.text + inline.text).replace(/ +\n/g, '\n') }
    } else result.push(inline)
  }
  for (const inline of written) {
    if (inline.kind === 'text') add({ kind: 'text', text: inline.text.replace(/\r\n?/g, '\n') })
    else if (inline.kind === 'break') add({ kind: 'text', text: '\n' })
    else if (inline.kind === 'style' && inline.style === 'code') for (const inner of merge(inline.content)) add(inner)
    else if ('content' in inline) {
      ;(inline as { content: readonly Inline[] }).content = merge(inline.content)
      if (inline.content.length > 0) add(inline)
    } else add(inline)
  }
  return result
}
