import type { Metadata } from '../../tree/book.ts'

const STATEMENT =
  /(?:copyright|©|\(c\))[^\d]{0,30}((?:1[5-9]|20)\d\d)(?:\s*[-–,]\s*(?:1[5-9]|20)\d\d)*\s*,?\s*(?:by\s+)?(.*)/is
/** What follows the holder: terms, and what was done to the book later. */
const TERMS =
  /[\s,.;:(–—-]*(?:\b(?:all|some) rights\b|\bcreative ?commons\b|\bcc[ -]by\b|\blicen[cs]e|\bunder (?:a|an|the)\b|\bthis \p{L}+ (?:is|may)\b|\bconverted\b|\bpublished by\b)/iu
/** A full stop after more than an initial. */
const SENTENCE = /(?<=[\p{Ll}\d®)]{2})\.(?=\s|$)|;/u

/** The first year and the holder that a statement of rights names; undefined when it names no year. */
export function readCopyright(rights: string): Metadata['copyright'] {
  const [, year, after = ''] = STATEMENT.exec(rights) ?? []
  if (year === undefined) return undefined
  const end = Math.min(...[TERMS, SENTENCE].map((pattern) => pattern.exec(after)?.index ?? after.length))
  const holder = withoutOpenBracket(after.slice(0, end)).replace(/^[\s,:]+|[\s,:]+$/g, '')
  return { year, holder: holder === '' ? undefined : holder }
}

function withoutOpenBracket(text: string): string {
  const open = text.lastIndexOf('(')
  return open > text.lastIndexOf(')') ? text.slice(0, open) : text
}
