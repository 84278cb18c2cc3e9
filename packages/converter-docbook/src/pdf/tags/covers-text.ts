import type { Box, Glyph } from '../engine/pdf-document.ts'
import type { TaggedGlyph } from './tagged-parts.ts'

/** At least this share of the text stands in the tree. */
const LEAST_TAGGED = 0.65
/** At most this share of the text is marked as no text between what is. */
const MOST_ARTIFACTS = 0.1
/** A page of fewer letters may be one block. */
const LARGE_BLOCK = 800
const ONE_BLOCK = 0.9
/** One block in which a gap between lines is wider than the others by this factor is made of several. */
const WIDER = 1.3
/** At most this share of the blocks stands above the block before it, in the same column. */
const MOST_BACKWARD = 0.25
/** At most this share of the paragraphs goes on in the middle of a sentence: where it is more, lines were tagged. */
const MOST_BROKEN = 0.35
const FEW_PARAGRAPHS = 5

/** The letters of a page by what the tree says of them. */
export interface TagShares {
  /** In the order of the tree. */
  readonly pieces: ReadonlyArray<readonly TaggedGlyph[]>
  readonly rest: readonly Glyph[]
  readonly artifacts: readonly Glyph[]
}

/** Whether the tree of a page holds its text, in blocks that can be ones and in an order that can be one. */
export function coversText({ pieces, rest, artifacts }: TagShares): boolean {
  const tagged = pieces.flat().map(({ glyph }) => glyph)
  const count = letters(tagged)
  if (count === 0 || count < LEAST_TAGGED * (count + letters(rest))) return false
  const area = boxOf(tagged)
  const hidden = artifacts.filter(({ x, y }) => y > area.top && y < area.bottom && x > area.left && x < area.right)
  if (letters(hidden) > MOST_ARTIFACTS * count) return false
  return hasBlocks(pieces, count) && isInOrder(pieces) && !isCutIntoLines(pieces)
}

/** Whether the text is divided, and most of it into blocks. */
function hasBlocks(pieces: TagShares['pieces'], count: number): boolean {
  const byBlock = Map.groupBy(pieces, ([first]) => first?.leaf.tag.at(-1)?.key)
  const sizes = [...byBlock].map(([, group]) => letters(group.flat().map(({ glyph }) => glyph)))
  const loose = letters((byBlock.get(undefined) ?? []).flat().map(({ glyph }) => glyph))
  if (loose > count / 2) return false
  if (count < LARGE_BLOCK || Math.max(...sizes) < ONE_BLOCK * count) return true
  const largest = [...byBlock.values()][sizes.indexOf(Math.max(...sizes))] ?? []
  return !hasWideGap(largest.flat().map(({ glyph }) => glyph))
}

/** Whether a gap between the lines of a block is wider than most. */
function hasWideGap(glyphs: readonly Glyph[]): boolean {
  const places = [...new Set(glyphs.map(({ y }) => Math.round(y)))].sort((a, b) => a - b)
  const gaps = places.slice(1).map((y, i) => y - (places[i] ?? y))
  const usual = gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0
  return gaps.some((gap) => gap > usual * WIDER)
}

/** Whether the blocks of the page follow each other downward or go on in another column. */
function isInOrder(pieces: TagShares['pieces']): boolean {
  const blocks = [...Map.groupBy(pieces, (piece) => piece[0]?.leaf.tag[0]?.key ?? piece[0]?.leaf.piece).values()]
  const boxes = blocks.map((block) => boxOf(block.flat().map(({ glyph }) => glyph)))
  const backward = boxes.slice(1).filter((box, i) => {
    const last = boxes[i]
    return last !== undefined && box.bottom < last.top && box.left < last.right && box.right > last.left
  })
  return backward.length <= Math.max(1, MOST_BACKWARD * (boxes.length - 1))
}

/** Whether each line is a paragraph of its own. */
function isCutIntoLines(pieces: TagShares['pieces']): boolean {
  const paragraphs = pieces.filter(([first]) => first?.leaf.tag.at(-1)?.role === 'paragraph')
  const texts = paragraphs.map((piece) =>
    piece
      .map(({ glyph }) => glyph.text)
      .join('')
      .trim(),
  )
  const broken = texts.slice(1).filter((text, i) => /^\p{Ll}/u.test(text) && /[\p{L},-]$/u.test(texts[i] ?? ''))
  return texts.length >= FEW_PARAGRAPHS && broken.length > MOST_BROKEN * texts.length
}

function letters(glyphs: readonly Glyph[]): number {
  return glyphs.reduce((sum, { text }) => sum + (text === ' ' ? 0 : 1), 0)
}

/** The area of letters, from their baselines. */
function boxOf(glyphs: readonly Glyph[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y, advance, size } of glyphs) {
    left = Math.min(left, x)
    right = Math.max(right, x + advance)
    top = Math.min(top, y - size / 2)
    bottom = Math.max(bottom, y)
  }
  return { left, top, right, bottom }
}
