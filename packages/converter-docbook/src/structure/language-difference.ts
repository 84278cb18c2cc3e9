import type { TextLanguage } from '../tree/book.ts'

/** What must be said of a text inside another; undefined when they are alike. Text runs left to right unless it says so. */
export function languageDifference(inside: TextLanguage, around: TextLanguage): TextLanguage | undefined {
  const language = inside.language?.toLowerCase() === around.language?.toLowerCase() ? undefined : inside.language
  const runs = inside.direction ?? 'ltr'
  const direction = runs === (around.direction ?? 'ltr') ? undefined : runs
  return language === undefined && direction === undefined ? undefined : { language, direction }
}
