import type { PageTags } from './page-tags.ts'
import type { TagPlace } from './tag.ts'

/** The place of a picture in the tree, where it is part of a figure. */
export function placeOfPicture(mark: number | undefined, tags: PageTags): TagPlace | undefined {
  const leaf = mark === undefined ? undefined : tags.get(mark)
  return leaf && { tag: leaf.tag, piece: leaf.piece, part: 0 }
}
