import type { ConvertWarning } from '@rittdoc-batch/core'
import { ConvertError } from '@rittdoc-batch/core'
import { isElement, isLink, type XmlNode } from '../rittdoc/xml-node.ts'
import type { SourceText } from '../tree/book.ts'

/** Share of the source's words in the package below which the missing passages are named. */
const COMPLETE = 0.9
/** Share below which the package is not one of this book. */
const HALF = 0.5
const NAMED_PASSAGES = 20
const QUOTED_LENGTH = 80

const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}\u2800-\u28FF]+/gu
/** Elements inside a line of text; all others end a word. */
const INLINE = new Set(
  'anchor citetitle emphasis foreignphrase literal phrase quote subscript superscript ulink'.split(' '),
)

/** How much of the book's text reached the package. */
export interface TextCounts {
  readonly sourceWords: number
  readonly keptWords: number
}

/** Holds the words of a package against those of the book, each as often as it occurs. */
export class TextCheck {
  /** How often each word of the package is still to be found in the source. */
  readonly #left = new Map<string, number>()

  /** Counts the words of a fragment. */
  add(root: XmlNode): void {
    for (const word of wordsOf(textOf(root))) this.#left.set(word, (this.#left.get(word) ?? 0) + 1)
  }

  /**
   * Warns of passages that are missing.
   * @throws ConvertError `input`, reason `content_lost`, when less than half of the words are there
   */
  finish(source: readonly SourceText[], warn: (warning: ConvertWarning) => void): TextCounts {
    const passages: Passage[] = []
    const counts = { sourceWords: 0, keptWords: 0 }
    for (const { place, text } of source) this.#compare(place, text, { counts, passages })
    const { sourceWords, keptWords } = counts
    const share = sourceWords === 0 ? 1 : keptWords / sourceWords
    if (share >= COMPLETE) return counts
    const percent = `${Math.floor(share * 100)} % of the words of the book are in the package`
    if (share < HALF) {
      const [first] = passages
      const missing = first === undefined ? '' : `; the first that miss are in ${first.place}: "${first.quote}"`
      throw new ConvertError('input', `Only ${percent}${missing}`, { reason: 'content_lost' })
    }
    warn({ code: 'text_missing', message: `${percent}.` })
    for (const { place, words, quote } of passages.slice(0, NAMED_PASSAGES))
      warn({ code: 'text_missing', message: `${words} words are missing, from "${quote}" on.`, place })
    return counts
  }

  /** A line counts as missing when more than half of its words are; lines in a row are one passage. */
  #compare(place: string, text: string, { counts, passages }: Comparison): void {
    let open: Passage | undefined
    for (const line of text.split('\n')) {
      const words = wordsOf(line)
      if (words.length === 0) continue
      const kept = words.filter((word) => this.#take(word)).length
      counts.sourceWords += words.length
      counts.keptWords += kept
      if (kept * 2 >= words.length) open = undefined
      else if (open !== undefined) open.words += words.length
      else {
        open = { place, words: words.length, quote: line.replace(/\s+/g, ' ').trim().slice(0, QUOTED_LENGTH) }
        passages.push(open)
      }
    }
  }

  #take(word: string): boolean {
    const left = this.#left.get(word) ?? 0
    if (left > 0) this.#left.set(word, left - 1)
    return left > 0
  }
}

interface Passage {
  readonly place: string
  readonly quote: string
  words: number
}

interface Comparison {
  readonly counts: { sourceWords: number; keptWords: number }
  readonly passages: Passage[]
}

const wordsOf = (text: string): readonly string[] => text.match(WORD) ?? []

function textOf(node: XmlNode): string {
  if (typeof node === 'string') return node
  if (isLink(node)) return node.children.map(textOf).join('')
  if (!isElement(node)) return ' '
  const text = node.children.map(textOf).join('')
  return INLINE.has(node.name) ? text : ` ${text} `
}
