import { choosePoints } from './kill-points.ts'
import type { Place } from './place/place.ts'
import type { Death, Story } from './play-story.ts'
import type { Random } from './random.ts'
import { liveUndisturbed } from './undisturbed.ts'
import { type Books, LARGE_BYTES } from './world/make-books.ts'
import type { ConverterKind } from './world/world.ts'

/** What is told of one place. */
export interface Chapter {
  readonly place: Place
  readonly books: Books
  readonly converter: ConverterKind
  /** Stories whose first death is at a point of its own. */
  readonly points: number
  /** Only at these steps. @default all of them */
  readonly steps?: RegExp
  /** Stories with a death at any time. @default 0 */
  readonly times?: number
  /** Stories with a death in the middle of a transfer; the books must hold a large one. @default 0 */
  readonly bytes?: number
}

/** Share of the stories in which the second life dies too, and of those in which the third does: one in so many. */
const DIES_AGAIN = 5

/** Makes the stories of a chapter, after a look at an undisturbed life. The random numbers decide all of it. */
export async function makeStories(chapter: Chapter, random: Random): Promise<Story[]> {
  const { place, books, converter } = chapter
  const common = { books, converter }
  const name = (kind: string | number) => `${converter}-${books.size}-${random.seed}-${kind}`
  const { passed, packages, durationMs } = await liveUndisturbed(place, { ...common, name: name('undisturbed') })
  const first: Death[] = [
    ...choosePoints(passed, chapter.points, random, chapter.steps).map((at) => ({ at })),
    ...Array.from({ length: chapter.times ?? 0 }, () => ({ afterMs: random.below(durationMs) })),
    ...Array.from({ length: chapter.bytes ?? 0 }, () => bytesOf(random)),
  ]
  const again = () => choosePoints(passed, 1, random).map((at) => ({ at }))
  return first.map((death, index) => {
    const isSecond = random.below(DIES_AGAIN) === 0
    const isThird = isSecond && random.below(2) === 0
    const deaths = [death, ...(isSecond ? again() : []), ...(isThird ? again() : [])]
    // One job at a time: three deaths while it waits in the same phase would make any book a poison book.
    const processing = isThird ? { max_concurrent_jobs: 1 } : {}
    return { place, expected: packages, deaths, world: { ...common, name: name(index), processing } }
  })
}

function bytesOf(random: Random): Death {
  const direction = random.below(2) === 0 ? 'toServer' : 'toClient'
  return { afterBytes: 10_000 + random.below(LARGE_BYTES - 10_000), direction }
}
