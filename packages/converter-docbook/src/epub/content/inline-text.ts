import type { Inline } from '../../tree/book.ts'

/** The words of running text, without footnotes. */
export function inlineText(content: readonly Inline[]): string {
  let text = ''
  for (const inline of content) {
    if (inline.kind === 'text' || inline.kind === 'equation') text += inline.text
    else if (inline.kind === 'break') text += ' '
    else if (inline.kind === 'image') text += inline.image.alt ?? ''
    else if ('content' in inline) text += inlineText(inline.content)
  }
  return text
}

/** Whether running text shows anything: words, a picture, a formula, a footnote. */
export function isVisible(content: readonly Inline[]): boolean {
  return content.some((inline) => {
    if (inline.kind === 'text') return /\S/.test(inline.text)
    if (inline.kind === 'anchor' || inline.kind === 'break') return false
    return 'content' in inline ? isVisible(inline.content) : true
  })
}
