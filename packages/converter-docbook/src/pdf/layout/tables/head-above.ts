import type { TextLine } from '../text-line.ts'
import { cellsOf, findColumns } from './find-columns.ts'

/** Lines of text between rules of the same length. */
export interface Band {
  readonly lines: readonly TextLine[]
  /** Places of the rules, from top to bottom. */
  readonly rules: readonly number[]
}

/** Rules below rows, of which the first one ends the head. */
const LEAST_RULES = 3

/** The band with the head that stands above its first rule, where each row ends with one. */
export function withHeadAbove(band: Band, lines: readonly TextLine[]): Band {
  const { rules } = band
  const [first = 0, second = 0] = rules
  if (rules.length < LEAST_RULES || band.lines.length !== rules.length - 1) return band
  const above = lines.filter(({ box }) => box.bottom <= first + 1 && box.top > first - (second - first))
  const [head] = above
  const columns = findColumns(band.lines)
  if (head === undefined || above.length > 1 || findColumns([head, ...band.lines]).length !== columns.length)
    return band
  const cells = cellsOf(head, columns).filter((cell) => cell !== undefined)
  if (cells.length < Math.max(2, columns.length - 1) || cells.some(({ span }) => span > 1)) return band
  return { lines: [head, ...band.lines], rules: [head.box.top, ...rules] }
}
