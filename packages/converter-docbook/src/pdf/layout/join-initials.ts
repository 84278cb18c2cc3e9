import { INITIAL } from './build-runs.ts'
import { lineText, type Segment } from './text-line.ts'

/** It stands over so many lines at least, each with so many letters, and no further from them than this many of their font sizes. */
const LEAST_LINES = 2
const LINE_LETTERS = 2
const NEAR = 1.2
/** Edges and heights that differ by less than this many font sizes are the same. */
const SAME_PLACE = 0.7
/** The line below the initial is no further from the last beside it than this many font sizes. */
const LEADING = 1.9
/** Letters that are words, too. */
const WORDS = /^[AIO]$/
const LETTER = /^["“„«‘']?\p{Lu}$/u

/** Puts large letters at the beginning of a text, around which its first lines run, before the word that they begin. */
export function joinInitials(segments: readonly Segment[]): readonly Segment[] {
  const least = segments.reduce(
    (size, one) => (one.letters >= LINE_LETTERS ? Math.min(size, one.size) : size),
    Infinity,
  )
  const initials = segments.filter(
    (segment) => segment.size >= INITIAL * least && LETTER.test(lineText(segment).trim()),
  )
  return initials.reduce((all, initial) => {
    const first = firstLine(initial, all)
    if (first === undefined) return all
    const joined = withInitial(first, initial, all)
    return all.flatMap((segment) => (segment === initial ? [] : segment === first ? [joined] : [segment]))
  }, segments)
}

/** The first of the lines that run around an initial; the line below them stands below the initial, too. */
function firstLine({ box, baseline, size }: Segment, segments: readonly Segment[]): Segment | undefined {
  const text = segments.filter((one) => one.size * INITIAL <= size && one.letters >= LINE_LETTERS)
  const below = text
    .filter((one) => Math.abs(one.box.left - box.left) < SAME_PLACE * one.size && one.baseline > baseline)
    .reduce<Segment | undefined>((best, one) => (best && best.baseline < one.baseline ? best : one), undefined)
  if (below === undefined) return undefined
  const beside = text
    .filter((one) => one.baseline > box.top && one.baseline < below.baseline - SAME_PLACE * one.size)
    .filter((one) => one.box.left > box.right - SAME_PLACE * one.size && one.box.left < box.right + NEAR * one.size)
    .sort((a, b) => a.baseline - b.baseline)
  const [first] = beside
  const gap = below.baseline - (beside.at(-1)?.baseline ?? -Infinity)
  if (first === undefined || beside.length < LEAST_LINES || gap > LEADING * below.size) return undefined
  return first.box.top > box.top - SAME_PLACE * first.size && /^\p{L}/u.test(lineText(first)) ? first : undefined
}

function withInitial(first: Segment, initial: Segment, segments: readonly Segment[]): Segment {
  const letter = lineText(initial).trim()
  const [span, ...rest] = first.spans
  if (span === undefined) return first
  const space = WORDS.test(letter) && !beginsWord(letter, first, segments) ? ' ' : ''
  return {
    ...first,
    box: { ...first.box, left: initial.box.left },
    letters: first.letters + initial.letters,
    spans: [{ ...span, text: `${letter}${space}${span.text}` }, ...rest],
  }
}

/** Whether a letter that may be a word is the beginning of one: what follows it is no word of the page. */
function beginsWord(letter: string, first: Segment, segments: readonly Segment[]): boolean {
  const words = new Set(
    segments.flatMap(
      (one) =>
        lineText(one)
          .toLowerCase()
          .match(/\p{L}+/gu) ?? [],
    ),
  )
  const rest = /^\p{L}+/u.exec(lineText(first))?.[0].toLowerCase() ?? ''
  const isInText = segments.some(
    (one) => one !== first && new RegExp(`(?<!\\p{L})${rest}(?!\\p{L})`, 'iu').test(lineText(one)),
  )
  return words.has(letter.toLowerCase() + rest) || !isInText
}
