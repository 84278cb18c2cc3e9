import type { Inline } from '../../tree/book.ts'

/** Takes off the brackets that stood around the mark of a note: `text[{note}]` is `text{note}`. */
export function stripBrackets(content: readonly Inline[]): Inline[] {
  const result = [...content]
  content.forEach((inline, i) => {
    const before = result[i - 1]
    const after = result[i + 1]
    if (inline.kind !== 'footnote' || before?.kind !== 'text' || after?.kind !== 'text') return
    const open = /[[(]\s*$/.exec(before.text)?.[0]
    const close = /^\s*[\])]/.exec(after.text)?.[0]
    if (open === undefined || close === undefined || (open[0] === '[') !== close.endsWith(']')) return
    result[i - 1] = { kind: 'text', text: before.text.slice(0, -open.length) }
    result[i + 1] = { kind: 'text', text: after.text.slice(close.length) }
  })
  return result
}
