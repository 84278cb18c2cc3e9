import type { InlineStyle } from '../../tree/book.ts'
import { attribute, type XmlElement } from '../xml/element.ts'
import { classNames } from '../xml/semantic-types.ts'

const STYLES: Readonly<Record<string, InlineStyle>> = {
  em: 'emphasis',
  i: 'emphasis',
  dfn: 'emphasis',
  var: 'emphasis',
  strong: 'strong',
  b: 'strong',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  sub: 'subscript',
  sup: 'superscript',
  code: 'code',
  kbd: 'code',
  samp: 'code',
  tt: 'code',
  q: 'quote',
  cite: 'cite',
}

const CLASS_STYLES: Readonly<Record<string, InlineStyle>> = {
  smallcaps: 'smallcaps',
  'small-caps': 'smallcaps',
  smallcap: 'smallcaps',
  smcap: 'smallcaps',
  sc: 'smallcaps',
  italic: 'emphasis',
  italics: 'emphasis',
  bold: 'strong',
  underline: 'underline',
}

const DECLARED: ReadonlyArray<readonly [RegExp, InlineStyle]> = [
  [/font-variant(-caps)?\s*:\s*(all-)?small-caps/i, 'smallcaps'],
  [/font-style\s*:\s*(italic|oblique)/i, 'emphasis'],
  [/font-weight\s*:\s*(bold|[6-9]00)/i, 'strong'],
  [/text-decoration(-line)?\s*:\s*underline/i, 'underline'],
  [/text-decoration(-line)?\s*:\s*line-through/i, 'strikethrough'],
  [/vertical-align\s*:\s*super/i, 'superscript'],
  [/vertical-align\s*:\s*sub/i, 'subscript'],
]

/** How an inline element sets its text off, by its name, or explicitly by class or `style`. */
export function stylesOf(element: XmlElement): InlineStyle[] {
  const own = STYLES[element.name]
  if (own !== undefined) return [own]
  if (element.name !== 'span' && element.name !== 'font' && element.name !== 'small') return []
  const styles = new Set<InlineStyle>()
  for (const name of classNames(element)) {
    const style = CLASS_STYLES[name]
    if (style !== undefined) styles.add(style)
  }
  const css = attribute(element, 'style')
  if (css !== undefined) for (const [pattern, style] of DECLARED) if (pattern.test(css)) styles.add(style)
  return [...styles]
}
