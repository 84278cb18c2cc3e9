/** A piece of a marked-up line. */
export type Inline =
  | { readonly kind: 'text' | 'em' | 'strong' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly target: string }
  | { readonly kind: 'note'; readonly text: string }

const MARKS =
  /\*\*(?<strong>[^*]+)\*\*|\*(?<em>[^*]+)\*|`(?<code>[^`]+)`|\[(?<link>[^\]]+)\]\((?<target>[^)]+)\)|\^\[(?<note>[^\]]+)\]/g

/** Takes a line apart: `*em*`, `**strong**`, `` `code` ``, `[text](#id)` or `[text](https://…)`, `^[footnote]`. */
export function parseInline(line: string): Inline[] {
  const pieces: Inline[] = []
  let at = 0
  for (const match of line.matchAll(MARKS)) {
    if (match.index > at) pieces.push({ kind: 'text', text: line.slice(at, match.index) })
    at = match.index + match[0].length
    const { strong, em, code, link, target, note } = match.groups ?? {}
    if (link !== undefined && target !== undefined) pieces.push({ kind: 'link', text: link, target })
    else if (note !== undefined) pieces.push({ kind: 'note', text: note })
    else if (strong !== undefined) pieces.push({ kind: 'strong', text: strong })
    else if (em !== undefined) pieces.push({ kind: 'em', text: em })
    else pieces.push({ kind: 'code', text: code ?? '' })
  }
  if (at < line.length) pieces.push({ kind: 'text', text: line.slice(at) })
  return pieces
}

/** The words alone. */
export function plainText(line: string): string {
  return parseInline(line)
    .flatMap((piece) => (piece.kind === 'note' ? [] : [piece.text]))
    .join('')
}
