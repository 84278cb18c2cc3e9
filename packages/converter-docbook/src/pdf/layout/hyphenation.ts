/** A hyphen at the end of a line, with the letters before it. */
const AT_END = /(\p{L}{2,})[-\u2010\u00AD]$/u

/** What the next line goes on with: a dash or a hyphen without a space before it, a slash after a word that is no address. */
const DASH_END = /[\p{L}\p{N}\p{P}][\u2013\u2014]$|[\p{L}\p{N}][-\u2010]$|(?:^|\s)[\p{L}\p{N}]+\/$/u
/** Words before which a hyphen stands for what comes later: `pre- and post-war`. */
const SUSPENDED = /^(and|or|und|oder)$/i

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
    if (this.#isDivided(first, second)) return head.slice(0, -1) + tail
    return SUSPENDED.test(second) ? `${head} ${tail}` : head + tail
  }

  #isDivided(first: string, second: string): boolean {
    const [one, two] = [first.toLowerCase(), second.toLowerCase()]
    if (this.#words.has(one + two)) return true
    if (this.#words.has(`${one}-${two}`)) return false
    return /^\p{Ll}/u.test(second) && !SUSPENDED.test(second)
  }
}

/** Scripts without spaces between words, and what a dash or a slash holds together that has no space before it. */
function needsNoSpace(head: string, tail: string): boolean {
  if (DASH_END.test(head) && /^[\p{L}\p{N}]/u.test(tail)) return true
  const ideograph = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFFEF]/u
  return ideograph.test(head.at(-1) ?? '') && ideograph.test(tail[0] ?? '')
}
