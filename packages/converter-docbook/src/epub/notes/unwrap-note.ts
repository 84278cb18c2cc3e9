import type { Inline } from '../../tree/book.ts'

type Styled = Extract<Inline, { kind: 'style' }>

/**
 * Takes a footnote out of the raised or lowered text that showed its mark, together with brackets that stood around the
 * mark. Undefined when the text stays as it is.
 */
export function unwrapNote(styled: Styled): Inline[] | undefined {
  if (styled.style !== 'superscript' && styled.style !== 'subscript') return undefined
  if (!styled.content.some((inline) => inline.kind === 'footnote')) return undefined
  const rest = styled.content
    .filter((inline) => inline.kind === 'text')
    .map((inline) => inline.text)
    .join('')
  if (/[\p{L}\p{N}]/u.test(rest)) {
    return styled.content.map((inline) =>
      inline.kind === 'footnote' || inline.kind === 'anchor' ? inline : { ...styled, content: [inline] },
    )
  }
  return styled.content.filter((inline) => inline.kind !== 'text')
}
