import type { Inline } from '../tree/book.ts'
import { titleWords } from './title-words.ts'

/** A letter or digit of a title: the text that it stands in, and where it begins and ends there. */
interface Letter {
  readonly text: number
  readonly from: number
  readonly to: number
  readonly shown: string
}

/**
 * A title whose words a page keeps apart by style sheet only, with spaces where the entry of the table of contents that is
 * its end has them: `1House of Cards` with the entry `House of Cards` is `1 House of Cards`.
 */
export function spaceTitle(content: readonly Inline[], entryTitle: string): readonly Inline[] {
  const texts = collectTexts(content)
  const letters = texts.flatMap(lettersOf)
  const words = titleWords(entryTitle).split(' ')
  const shown = letters.map((letter) => letter.shown).join('')
  if (!shown.endsWith(words.join(''))) return content
  /** How many letters stand before each word. */
  const starts = new Set<number>()
  let start = shown.length - words.join('').length
  for (const word of words) {
    starts.add(start)
    start += word.length
  }
  let count = 0
  const gaps = letters.filter((letter, i) => {
    count += letter.shown.length
    const next = letters[i + 1]
    return next !== undefined && starts.has(count) && areTogether(letter, next, texts)
  })
  return gaps.length === 0 ? content : insertSpaces(content, gaps, { text: 0 })
}

function collectTexts(content: readonly Inline[]): string[] {
  return content.flatMap((inline) => {
    if (inline.kind === 'text') return [inline.text]
    return 'content' in inline ? collectTexts(inline.content) : []
  })
}

function lettersOf(value: string, text: number): Letter[] {
  return [...value.matchAll(/[\p{L}\p{M}\p{N}]/gu)].map(({ 0: letter, index }) => ({
    text,
    from: index,
    to: index + letter.length,
    shown: titleWords(letter),
  }))
}

/** Whether nothing stands between two letters. */
function areTogether(letter: Letter, next: Letter, texts: readonly string[]): boolean {
  if (letter.text === next.text) return letter.to === next.from
  return next.text === letter.text + 1 && letter.to === texts[letter.text]?.length && next.from === 0
}

/** Spaces behind letters, in the text in which each stands. `counter.text` is how many texts came before. */
function insertSpaces(content: readonly Inline[], gaps: readonly Letter[], counter: { text: number }): Inline[] {
  return content.map((inline): Inline => {
    if (inline.kind === 'text') {
      const own = gaps.filter(({ text }) => text === counter.text)
      counter.text++
      const cut = (text: string, { to }: Letter) => `${text.slice(0, to)} ${text.slice(to)}`
      return { kind: 'text', text: own.reduceRight(cut, inline.text) }
    }
    return 'content' in inline ? { ...inline, content: insertSpaces(inline.content, gaps, counter) } : inline
  })
}
