import type { Inline } from '../tree/book.ts'

/** The plain text of inline content, footnotes left out. */
export function inlineText(content: readonly Inline[]): string {
  return content.map(textOf).join('')
}

function textOf(inline: Inline): string {
  if (inline.kind === 'text') return inline.text
  if (inline.kind === 'equation') return inline.text
  if (inline.kind === 'break') return ' '
  if (inline.kind === 'style' || inline.kind === 'link' || inline.kind === 'url') return inlineText(inline.content)
  return ''
}

/** Whether inline content shows anything. */
export function isBlank(content: readonly Inline[]): boolean {
  return content.every((inline) => {
    if (inline.kind === 'text') return inline.text.trim() === ''
    if (inline.kind === 'style' || inline.kind === 'link' || inline.kind === 'url') return isBlank(inline.content)
    return inline.kind === 'anchor' || inline.kind === 'break'
  })
}
