import type { Inline } from './book.ts'

/** Content without what stands at its edges, and the white space and line breaks that stood there. */
export interface Edges {
  readonly before: readonly Inline[]
  readonly inner: readonly Inline[]
  readonly after: readonly Inline[]
}

/** White space that may break; no-break spaces belong to what they hold together. */
const LEADING = /^[ \t\n\r\f]+/
const TRAILING = /[ \t\n\r\f]+$/

/**
 * Takes white space and line breaks from both ends of the content of a link or of styled words, so that they stand between
 * the words and not in the link. Content that is nothing else stays whole.
 */
export function splitEdges(content: readonly Inline[]): Edges {
  const inner = [...content]
  const before: Inline[] = []
  const after: Inline[] = []
  while (takeEdge(inner, 0, before, LEADING));
  while (takeEdge(inner, inner.length - 1, after, TRAILING));
  if (inner.length === 0) return { before: [], inner: content, after: [] }
  return { before, inner, after: after.reverse() }
}

/** Moves the white space or break at one end; tells whether more may follow. */
function takeEdge(inner: Inline[], at: number, taken: Inline[], spaces: RegExp): boolean {
  const edge = inner[at]
  if (edge?.kind === 'break') {
    taken.push(edge)
    inner.splice(at, 1)
    return true
  }
  const space = edge?.kind === 'text' ? spaces.exec(edge.text)?.[0] : undefined
  if (edge?.kind !== 'text' || space === undefined) return false
  taken.push({ kind: 'text', text: space })
  const rest = edge.text.replace(spaces, '')
  inner.splice(at, 1, ...(rest === '' ? [] : [{ kind: 'text', text: rest } as const]))
  return rest === ''
}
