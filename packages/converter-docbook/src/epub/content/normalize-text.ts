import type { Inline } from '../../tree/book.ts'
import { splitEdges } from '../../tree/split-edges.ts'

const SPACES = /[ \t\n\r\f]+/g

/**
 * Running text as HTML shows it: white space collapsed over the borders of elements, none at the ends or around line
 * breaks or at the edges of links and styled words, neighbouring texts joined, empty elements dropped. No-break spaces and soft hyphens stay.
 */
export function normalizeText(content: readonly Inline[]): Inline[] {
  const collapsed = new Collapser().collapse(content)
  trimEnd(collapsed)
  return collapsed
}

class Collapser {
  #afterSpace = true
  #pendingBreaks: Inline[] = []
  #hasContent = false

  collapse(content: readonly Inline[]): Inline[] {
    const result: Inline[] = []
    for (const inline of content) this.#add(result, inline)
    return result
  }

  #add(result: Inline[], inline: Inline): void {
    switch (inline.kind) {
      case 'text':
        this.#addText(result, inline.text)
        return
      case 'break':
        if (this.#hasContent) this.#pendingBreaks.push(inline)
        this.#afterSpace = true
        return
      case 'anchor':
        result.push(inline)
        return
      case 'style':
      case 'link':
      case 'url': {
        const inner = this.collapse(inline.content)
        if (inner.length === 0) return
        if (inner.every(({ kind }) => kind === 'anchor')) result.push(...inner)
        else {
          const edges = splitEdges(inner)
          ;(inline as { content: readonly Inline[] }).content = edges.inner
          pushJoined(result, edges.before)
          result.push(inline)
          pushJoined(result, edges.after)
        }
        return
      }
      default:
        this.#flushBreaks(result)
        this.#afterSpace = false
        result.push(inline)
    }
  }

  #addText(result: Inline[], written: string): void {
    let text = written.replace(SPACES, ' ')
    if (this.#afterSpace && text.startsWith(' ')) text = text.slice(1)
    if (text === '') return
    this.#flushBreaks(result)
    this.#afterSpace = text.endsWith(' ')
    pushJoined(result, [{ kind: 'text', text }])
  }

  #flushBreaks(result: Inline[]): void {
    this.#hasContent = true
    if (this.#pendingBreaks.length === 0) return
    const last = result.at(-1)
    // A reader that ignores breaks must not run the words on both sides together.
    if (last?.kind === 'text' && !last.text.endsWith(' '))
      result[result.length - 1] = { kind: 'text', text: `${last.text} ` }
    else if (last?.kind !== 'text') result.push({ kind: 'text', text: ' ' })
    result.push(...this.#pendingBreaks)
    this.#pendingBreaks = []
  }
}

function trimEnd(content: Inline[]): void {
  for (let i = content.length - 1; i >= 0; i--) {
    const last = content[i]
    if (last === undefined || last.kind === 'anchor') continue
    if (last.kind === 'text') {
      const text = last.text.replace(/ $/, '')
      if (text === '') content.splice(i, 1)
      else content[i] = { kind: 'text', text }
    } else if (last.kind === 'style' || last.kind === 'link' || last.kind === 'url') {
      trimEnd(last.content as Inline[])
    }
    return
  }
}

function pushJoined(result: Inline[], content: readonly Inline[]): void {
  for (const inline of content) {
    const last = result.at(-1)
    if (last?.kind === 'text' && inline.kind === 'text')
      result[result.length - 1] = { kind: 'text', text: `${last.text}${inline.text}`.replace(/ {2,}/g, ' ') }
    else result.push(inline)
  }
}
