const IGNORED = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060\uFEFF]/g
const NUMBER = /^(?:(?:chapter|part|section|appendix|annex|book) )?(?:[\divxlc]+ )+/

/** A title reduced to its words, so that two writings of it can be compared. */
export function titleWords(title: string): string {
  return (
    title
      .normalize('NFKC')
      .replace(IGNORED, '')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  ).join(' ')
}

const withoutNumber = (words: string) => words.replace(NUMBER, '')

/** Whether a heading is what an entry of the table of contents names: the same words, but for numbers or a shortened end. */
export function isSameTitle(heading: string, entry: string): boolean {
  const a = titleWords(heading)
  const b = titleWords(entry)
  if (a === '' || b === '') return false
  if (a === b) return true
  if (a.replaceAll(' ', '') === b.replaceAll(' ', '')) return true
  if (withoutNumber(a) === withoutNumber(b)) return true
  if (a.endsWith(` ${b}`) && b.length > 3) return true
  return b.length > 12 && (a.startsWith(b) || (b.startsWith(a) && a.length > 12))
}

/** How much of an entry's words a heading has, 0 to 1. */
export function titleOverlap(heading: string, entry: string): number {
  const words = titleWords(entry).split(' ')
  const own = new Set(titleWords(heading).split(' '))
  return words.filter((word) => own.has(word)).length / words.length
}

const NUMBER_ONLY =
  /^(\p{L}+ )?(\d+|[ivxlc]+|[a-z]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)$/u

/** Whether a title does no more than count: `Chapter 3`, `IV`, `Part One`. */
export const isNumberOnly = (title: string): boolean => NUMBER_ONLY.test(titleWords(title))
