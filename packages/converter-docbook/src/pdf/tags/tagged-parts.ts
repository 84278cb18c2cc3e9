import { ARTIFACT, type Glyph } from '../engine/pdf-document.ts'
import { withActualText } from './actual-text.ts'
import { coversText } from './covers-text.ts'
import type { Leaf, PageTags } from './page-tags.ts'
import type { TagPlace } from './tag.ts'

/** Letters that stand higher than the last by more than this many font sizes are in the next column. */
const NEXT_COLUMN = 2.5

/** Letters that stand in one place of the tree. */
export interface TaggedPart {
  readonly place: TagPlace
  readonly glyphs: readonly Glyph[]
}

/** The letters of a page by their places in its tree. */
export interface TaggedText {
  readonly parts: readonly TaggedPart[]
  /** Letters outside of the tree that are no artifacts. */
  readonly rest: readonly Glyph[]
}

/** A letter with its marked content. */
export interface TaggedGlyph {
  readonly glyph: Glyph
  readonly leaf: Leaf
}

/** Divides the letters of a page by its tree; undefined when the tree does not cover the text. */
export function taggedParts(glyphs: readonly Glyph[], tags: PageTags): TaggedText | undefined {
  const tagged: TaggedGlyph[] = []
  const artifacts: Glyph[] = []
  const rest: Glyph[] = []
  for (const glyph of glyphs) {
    const leaf = glyph.mark === undefined ? undefined : tags.get(glyph.mark)
    if (leaf !== undefined) tagged.push({ glyph, leaf })
    else if (glyph.mark === ARTIFACT) artifacts.push(glyph)
    else rest.push(glyph)
  }
  const pieces = [...Map.groupBy(tagged, ({ leaf }) => leaf.piece)]
    .sort(([a], [b]) => a - b)
    .map(([, piece]) => piece.sort((a, b) => a.leaf.order - b.leaf.order))
  if (!coversText({ pieces, rest, artifacts })) return undefined
  return { parts: pieces.flatMap(toParts), rest }
}

function toParts(piece: readonly TaggedGlyph[]): TaggedPart[] {
  const [first] = piece
  if (first === undefined) return []
  const { tag, piece: number } = first.leaf
  return byColumn(withActualText(piece)).map((glyphs, part) => ({ place: { tag, piece: number, part }, glyphs }))
}

/** A block goes on at the top of the next column. */
function byColumn(glyphs: readonly Glyph[]): Glyph[][] {
  const columns: Glyph[][] = []
  let lowest = Infinity
  for (const glyph of glyphs) {
    if (glyph.y < lowest - NEXT_COLUMN * glyph.size && glyph.text !== ' ') {
      columns.push([])
      lowest = glyph.y
    }
    columns.at(-1)?.push(glyph)
    lowest = Math.max(lowest, glyph.y)
  }
  return columns
}
