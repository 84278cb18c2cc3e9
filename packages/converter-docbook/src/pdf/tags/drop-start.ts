import type { Inline } from '../../tree/book.ts'

/** Content without its first letters, and without the spaces that then come first. */
export function dropStart(content: readonly Inline[], count: number): Inline[] {
  let left = count
  let isOpen = true
  const drop = (inline: Inline): Inline[] => {
    if (!isOpen) return [inline]
    if (inline.kind === 'text') {
      const rest = inline.text.slice(left).trimStart()
      left = Math.max(0, left - inline.text.length)
      isOpen = rest === ''
      return rest === '' ? [] : [{ ...inline, text: rest }]
    }
    if (!('content' in inline)) return [inline]
    const inner = inline.content.flatMap(drop)
    return inner.length === 0 ? [] : [{ ...inline, content: inner }]
  }
  return content.flatMap(drop)
}
