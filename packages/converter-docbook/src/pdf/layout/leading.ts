import { lineText, type TextLine } from './text-line.ts'

/** Lines of a paragraph stand no further from each other than this many font sizes, baseline to baseline. */
export const WIDEST = 1.9
/** Closer lines are pieces of a large sign. */
const LEAST = 0.7
/** The same where text is set with space between all lines, as manuscripts and writs are. */
const SPACED_WIDEST = 2.6
/** So much more often than closer ones lines have such a distance there, and this often; less often where most of them go on with a word. */
const SPACED_SHARE = 4
const SPACED_LEAST = 10
const GOING_ON_SHARE = 1.5
const GOING_ON = 0.5

/** Font sizes, rounded, at which a book is set with space between all lines. */
export type SpacedSizes = ReadonlySet<number>

/** Finds them. */
export function spacedSizes(lines: readonly TextLine[]): SpacedSizes {
  const isSpaced = ({ close, wide, goingOn }: Distances) => {
    const share = goingOn > wide.length * GOING_ON ? GOING_ON_SHARE : SPACED_SHARE
    return wide.length >= SPACED_LEAST && wide.length > close.length * share
  }
  return new Set([...distancesBySize(lines)].flatMap(([size, distances]) => (isSpaced(distances) ? [size] : [])))
}

/** The distance of lines that is most frequent, by font size. */
export function usualLeading(lines: readonly TextLine[], spaced: SpacedSizes): Map<number, number> {
  return new Map(
    [...distancesBySize(lines)].map(([size, { close, wide }]) => {
      const isSpaced = spaced.has(size) && wide.length > close.length
      return [size, mostFrequent(isSpaced ? wide : close)]
    }),
  )
}

interface Distances {
  readonly close: number[]
  readonly wide: number[]
  /** How many of the wide ones are before a line that begins with a small letter. */
  goingOn: number
}

function distancesBySize(lines: readonly TextLine[]): Map<number, Distances> {
  const bySize = new Map<number, Distances>()
  for (const [i, line] of lines.entries()) {
    const last = lines[i - 1]
    if (last === undefined || last.page !== line.page || last.piece !== line.piece) continue
    const distance = Math.round((line.baseline - last.baseline) * 2) / 2
    if (distance < line.size * LEAST || distance > line.size * SPACED_WIDEST) continue
    const size = Math.round(line.size)
    const distances = bySize.get(size) ?? { close: [], wide: [], goingOn: 0 }
    bySize.set(size, distances)
    const isWide = distance > line.size * WIDEST
    distances[isWide ? 'wide' : 'close'].push(distance)
    if (isWide && /^\p{Ll}/u.test(lineText(line))) distances.goingOn++
  }
  return bySize
}

function mostFrequent(values: readonly number[]): number {
  const groups = [...Map.groupBy(values, (value) => value)]
  return groups.reduce((best, group) => (group[1].length > best[1].length ? group : best), [0, [] as number[]])[0]
}
