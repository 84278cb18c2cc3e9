import type { Inline } from '../tree/book.ts'
import { inlineWords } from './inline-words.ts'
import type { PlacedEntry } from './place-entries.ts'
import type { Opening } from './plan-openings.ts'
import { spaceTitle } from './space-title.ts'
import type { TitleEvent } from './title-events.ts'
import { isNumberOnly, titleWords } from './title-words.ts'

/** Opens an entry under the title that stands there, in one or more lines. */
export function joinTitles(entry: PlacedEntry, lines: readonly TitleEvent[]): Opening {
  const title: Inline[] = []
  for (const { content } of inOrderOfEntry(lines, entry.title) ?? lines) {
    if (title.length > 0) title.push({ kind: 'text', text: separator(inlineWords(title), entry.title) })
    title.push(...content)
  }
  const spaced = isRunTogether(inlineWords(title), entry.title) ? entry.title : undefined
  if (spaced !== undefined) title.splice(0, title.length, { kind: 'text', text: spaced })
  else title.splice(0, title.length, ...spaceTitle(title, entry.title))
  const number = missingNumber(inlineWords(title), entry.title)
  if (number !== undefined) title.unshift({ kind: 'text', text: number })
  return {
    entry,
    title: title.flatMap((inline): Inline[] => (inline.kind === 'break' ? [{ kind: 'text', text: ' ' }] : [inline])),
    subtitle: lines.at(-1)?.subtitle,
    anchors: lines.flatMap(({ anchors }) => anchors),
    consumed: lines.map(({ index }) => index),
  }
}

/**
 * The lines that together have exactly the words of an entry; headings in the order in which the entry says them, as where a
 * page says its title in two languages. Undefined when they say something else.
 */
export function inOrderOfEntry(lines: readonly TitleEvent[], entryTitle: string): readonly TitleEvent[] | undefined {
  const exact = titleWords(entryTitle)
  const words = (some: readonly TitleEvent[]) => titleWords(some.map(({ content }) => inlineWords(content)).join(' '))
  if (words(lines) === exact) return lines
  if (!lines.every(({ isHeading }) => isHeading)) return undefined
  const ordered = lines.toSorted((a, b) => exact.indexOf(words([a])) - exact.indexOf(words([b])))
  return words(ordered) === exact ? ordered : undefined
}

/** Whether a page sets pieces of a title apart by style sheet only, so that its words run together. */
function isRunTogether(heading: string, entryTitle: string): boolean {
  const words = titleWords(heading)
  const entry = titleWords(entryTitle)
  return words.length < entry.length && words.replaceAll(' ', '') === entry.replaceAll(' ', '')
}

/**
 * What the table of contents says before a heading: the number that the page gives it by style sheet only (`A. `, `Chapter 2: `),
 * or what a heading that is a number counts (`Chapter `).
 */
function missingNumber(heading: string, entryTitle: string): string | undefined {
  const words = heading.replace(/\s+/g, ' ').trim()
  if (words === '' || !entryTitle.endsWith(words)) return undefined
  const prefix = entryTitle.slice(0, entryTitle.length - words.length)
  const isSaid = NUMBER.test(prefix) || (isNumberOnly(words) && COUNTED.test(prefix))
  return isSaid ? `${prefix.trimEnd()} ` : undefined
}

const NUMBER = /^(?:\p{L}+\.? )?(?:\d+(?:\.\d+)*|[IVXLC]+|[A-Z](?:\.\d+)*)[.:)]?[\s\u2003—–-]*$/u
const COUNTED = /^\p{L}+\.? $/u

/** What the table of contents puts between two lines of a title, for example `: `. */
function separator(before: string, entryTitle: string): string {
  const start = entryTitle.toLowerCase().startsWith(before.trim().toLowerCase()) ? before.trim().length : -1
  const between = start < 0 ? undefined : /^[^\p{L}\p{N}]{1,4}/u.exec(entryTitle.slice(start))?.[0]
  return between === undefined || !/\s$/.test(between) ? ' ' : between
}
