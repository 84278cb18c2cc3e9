import type { Glyph } from '../engine/pdf-document.ts'
import type { PageTags } from './page-tags.ts'
import type { Tag } from './tag.ts'

/** Letters that stand in one heading of the tree, or in none. */
export interface HeadingPart {
  readonly headed?: Tag | undefined
  readonly glyphs: readonly Glyph[]
}

/** The letters of a page whose tree does not cover its text: what it calls a heading is one all the same. */
export function apartByHeading(glyphs: readonly Glyph[], tags: PageTags): HeadingPart[] {
  const headingOf = ({ mark }: Glyph) => {
    const tag = mark === undefined ? undefined : tags.get(mark)?.tag
    return tag?.find(({ role }) => role === 'heading') && tag
  }
  const groups = Map.groupBy(glyphs, (glyph) => headingOf(glyph)?.find(({ role }) => role === 'heading')?.key)
  return [...groups.values()].map((own) => ({ headed: own[0] && headingOf(own[0]), glyphs: own }))
}
