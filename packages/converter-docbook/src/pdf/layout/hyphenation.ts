/** A hyphen at the end of a line, with the letters before it. */
const AT_END = /(\p{L}{2,})[-\u2010\u00AD]$/u

/**
 * Decides about hyphens at line ends by evidence from the book itself: a word that occurs elsewhere without its hyphen was
 * divided, one that occurs with it keeps it; without evidence the word was divided when the next line goes on in lower case.
 */
export class Hyphenation {
  readonly #words = new Set<string>()

  /** Takes note of the words of a line. */
  learn(text: string): void {
    for (const [word] of text.matchAll(/\p{L}+(?:[-\u2010]\p{L}+)*/gu)) this.#words.add(word.toLowerCase())
  }

  /** Joins the end of a line and the beginning of the next one, with or without the hyphen, or with a space. */
  join(before: string, after: string): string {
    const head = before.trimEnd()
    const tail = after.trimStart()
    const first = head.match(AT_END)?.[1]
    const second = tail.match(/^\p{L}+/u)?.[0]
    if (first === undefined || second === undefined) return needsNoSpace(head, tail) ? head + tail : `${head} ${tail}`
    return this.#isDivided(first, second) ? head.slice(0, -1) + tail : head + tail
  }

  #isDivided(first: string, second: string): boolean {
    const [one, two] = [first.toLowerCase(), second.toLowerCase()]
    if (this.#words.has(one + two)) return true
    if (this.#words.has(`${one}-${two}`)) return false
    return /^\p{Ll}/u.test(second)
  }
}

/** Scripts without spaces between words, and words that a dash or a slash holds together. */
function needsNoSpace(head: string, tail: string): boolean {
  const ideograph = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFFEF]/u
  return ideograph.test(head.at(-1) ?? '') && ideograph.test(tail[0] ?? '')
}
