const IGNORED = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060\uFEFF]/g
const NUMBER = /^(?:(?:chapter|part|section|appendix|annex|book) )?(?:[\divxlc]+ )+/

/** A title reduced to its words, so that two writings of it can be compared. */
export function titleWords(title: string): string {
  return (
    title
      .normalize('NFKC')
      .replace(IGNORED, '')
      .toLowerCase()
      .replaceAll('ς', 'σ')
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
  if (endsRunTogether(a, b)) return true
  return b.length > LONG_TITLE && (a.startsWith(b) || (b.startsWith(a) && a.length > LONG_TITLE))
}

/** Whether a heading ends with an entry's words, some of them set apart by style sheet only: `1House`, `test-7Two words here`. */
function endsRunTogether(heading: string, entry: string): boolean {
  const [a, b] = [heading.replaceAll(' ', ''), entry.replaceAll(' ', '')]
  if (b.length <= 3 || !a.endsWith(b)) return false
  const before = a.slice(0, -b.length)
  const isAtNumber = /\p{N}$/u.test(before) !== /^\p{N}/u.test(b)
  return isAtNumber || (b.length > LONG_TITLE && entry.includes(' '))
}

/** Titles of more letters are hardly the end of another one by chance. */
const LONG_TITLE = 12

/** How much of the words of an entry and of a heading the two share, 0 to 1; all of it when the heading has every word of the entry. */
export function titleOverlap(heading: string, entry: string): number {
  const words = titleWords(entry).split(' ')
  const own = new Set(titleWords(heading).split(' '))
  const shared = words.filter((word) => own.has(word)).length
  return shared === words.length ? 1 : shared / Math.max(words.length, own.size)
}

const NUMBER_ONLY =
  /^(\p{L}+ )?(\d+|[ivxlc]+|[a-z]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)$/u

/** Whether a title does no more than count: `Chapter 3`, `IV`, `Part One`. */
export const isNumberOnly = (title: string): boolean => NUMBER_ONLY.test(titleWords(title))
