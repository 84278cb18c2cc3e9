import type { Glyph } from './engine/pdf-document.ts'
import { type Direction, rightToLeftRuns, writingDirection } from './layout/bidi/right-to-left-runs.ts'
import { onBaselines } from './layout/boxed-words.ts'
import { buildRuns } from './layout/build-runs.ts'
import { composeAccents } from './layout/compose-accents.ts'
import { composeSigns } from './layout/compose-signs.ts'
import { hangingOnLine } from './layout/hanging-signs.ts'
import { insertScripts } from './layout/insert-scripts.ts'
import { joinInitials } from './layout/join-initials.ts'
import { joinNeighbours } from './layout/join-segments.ts'
import { type PageTarget, toSegment } from './layout/run-segment.ts'
import { withSmallSigns } from './layout/small-signs.ts'
import type { Segment } from './layout/text-line.ts'
import { uprightGroups } from './layout/upright.ts'
import { visibleSpaces } from './layout/visible-spaces.ts'
import { withoutShadows } from './layout/without-shadows.ts'
import { fontGaps, wordGaps } from './layout/word-gaps.ts'
import { adoptNeighbours } from './tags/adopt-neighbours.ts'
import { apartByHeading } from './tags/apart-by-heading.ts'
import type { PageTags } from './tags/page-tags.ts'
import { type TaggedText, taggedParts } from './tags/tagged-parts.ts'

/** The text of a page. */
export interface PageSegments {
  readonly segments: readonly Segment[]
  /** Text in another direction than most of the page, each direction for itself. */
  readonly turned: ReadonlyArray<readonly Segment[]>
  /** The tags that the segments have their places from; empty where the tree does not cover the text. */
  readonly tags: PageTags
}

/** What the letters of a page have in common. */
interface PageWriting {
  readonly targets: readonly PageTarget[]
  readonly direction: Direction
}

/** Puts the letters of a page together, block by block where its structure tree covers the text. */
export function pageSegments(glyphs: readonly Glyph[], tags: PageTags, targets: readonly PageTarget[]): PageSegments {
  const [upright, ...others] = uprightGroups(glyphs)
  const main = upright && { ...upright, glyphs: withSmallSigns(onBaselines(upright.glyphs)) }
  if (main === undefined) return { segments: [], turned: [], tags: new Map() }
  const direction = writingDirection(glyphs)
  const own = (angle: number) => ({ targets: angle === 0 ? targets : [], direction })
  const text = tags.size === 0 ? undefined : taggedParts(main.glyphs, tags)
  const turned = others.map((group) => toSegments(group.glyphs, own(group.angle)))
  if (text === undefined) {
    const segments = apartByHeading(main.glyphs, tags).flatMap(({ headed, glyphs: part }) =>
      toSegments(part, own(main.angle)).map((segment) => (headed === undefined ? segment : { ...segment, headed })),
    )
    return { segments, turned, tags: new Map() }
  }
  return { segments: taggedSegments(text, own(main.angle)), turned, tags }
}

function taggedSegments({ parts, rest }: TaggedText, page: PageWriting): Segment[] {
  const tagged = parts.flatMap(({ glyphs, place }) =>
    toSegments(glyphs, page).map((segment) => ({ ...segment, tagged: place })),
  )
  return adoptNeighbours(joinInitials(tagged), toSegments(rest, page))
}

function toSegments(glyphs: readonly Glyph[], { targets, direction }: PageWriting): Segment[] {
  const groups = [...Map.groupBy(withoutShadows(glyphs), ({ field }) => field).values()]
  const segments = groups.flatMap((own) => {
    const { runs: backward, others } = rightToLeftRuns(composeAccents(composeSigns(hangingOnLine(own))), direction)
    const runs = insertScripts(buildRuns(visibleSpaces(others)))
    const fonts = fontGaps(runs)
    return [
      ...backward.map((run) => toSegment(run, targets, () => false)),
      ...runs.map((run) => toSegment(run, targets, wordGaps(run, fonts))),
    ]
  })
  return joinNeighbours(joinInitials(direction === 'rtl' ? segments.map(toBackward) : segments))
}

function toBackward(segment: Segment): Segment {
  return { ...segment, isBackward: true }
}
