import { lineText, type TextLine } from '../text-line.ts'
import { isNumber } from './build-rows.ts'
import type { Column } from './find-columns.ts'
import { isCode } from './is-table.ts'
import { cellText, type PageCell } from './page-table.ts'

/** What may be a table. */
export interface TableGuess {
  readonly lines: readonly TextLine[]
  readonly columns: readonly Column[]
  readonly rows: ReadonlyArray<readonly PageCell[]>
  /** Whether something near calls it a table. */
  readonly hasCaption: boolean
  /** Whether its first row stands out. */
  readonly hasHead: boolean
}

/** A table has at least so many rows; one with a caption so many. */
const LEAST_ROWS = 3
const LEAST_CAPTIONED = 2
/** Edges that differ by less than this many font sizes are the same; so many of the cells of a column share one. */
const SAME_EDGE = 0.4
const ALIGNED = 0.8
/** Cells of more letters are running text. */
const MOST_LETTERS = 60
/** Without a caption or a head two columns are a table when the second has numbers, or both have no more letters than this. */
const SHORT_CELL = 32
const LEAST_PAIRS = 4

const LABEL =
  /^\s*([•▪◦‣∙●○■□►–—*·-]|[([]?([\dA-Za-z]{1,3}|[ivxlc]+)([.)\]]|(\.\d+)+\.?)|\[[^\]]{1,12}\]|\(?\d+(\.\d+)*\)?|[§†‡])\s*$/u
const OPERATORS = /[=≤≥≈≡∼∑∏∫√∂∈⊂⊆∪∩⊕⊗→←⇒⇔↦≅±∞]|^[+−]|[⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦]/u
const EQUATION_NUMBER = /^\(\d+(\.\d+)*[a-z]?\)$/
const PAGE_NUMBER = /^(\d{1,4}|[ivxlc]+)$/
const INDEX_ENTRY = /[,\s]\d{1,4}([–-]\d+)?$/
const ADDRESS = /\S@\S+\.\S/

/** Whether lines in columns are rows of a table, and nothing else that stands in columns. */
export function isAlignedTable(guess: TableGuess): boolean {
  const { rows, lines, columns, hasCaption, hasHead } = guess
  if (rows.length < (hasCaption ? LEAST_CAPTIONED : LEAST_ROWS) || isCode(lines)) return false
  if (rows.filter((row) => row.filter(({ lines: own }) => own.length > 0).length > 1).length < LEAST_CAPTIONED)
    return false
  const byColumn = columns.map((_, k) => rows.map((row) => cellAt(row, k)))
  const texts = byColumn.map((column) => column.flatMap((cell) => (cell?.lines.length ? [cellText(cell)] : [])))
  if (isFormula(texts) || isAddress(rows) || texts[0]?.every((text) => LABEL.test(text))) return false
  if (!columns.every((column, k) => isAligned(firstCells(byColumn[k] ?? []), column, guess))) return false
  if (hasCaption) return true
  if (isContents(texts) || isIndex(texts) || isRunningText(texts)) return false
  return hasHead || columns.length > 2 || isPairs(texts, rows)
}

function cellAt(row: readonly PageCell[], column: number): PageCell | undefined {
  let at = 0
  for (const cell of row) {
    if (at === column && cell.span === 1) return cell
    at += cell.span
  }
  return undefined
}

function firstCells(column: ReadonlyArray<PageCell | undefined>): TextLine[] {
  return column.flatMap((cell) => cell?.lines.slice(0, 1) ?? [])
}

/** Whether the cells of a column begin, or end, below each other; numbers and short cells may stand around a middle. */
function isAligned(cells: readonly TextLine[], { left, right }: Column, { hasCaption }: TableGuess): boolean {
  const share = (place: (line: TextLine) => number) => {
    const places = cells.map((line) => place(line) / line.size)
    const best = Math.max(0, ...places.map((at) => places.filter((other) => Math.abs(other - at) <= SAME_EDGE).length))
    return best / Math.max(1, cells.length)
  }
  if (share(({ box }) => box.left) >= ALIGNED || share(({ box }) => box.right) >= ALIGNED) return true
  const areNumbers = cells.filter((line) => isNumber(lineText(line))).length >= cells.length * ALIGNED
  const isNarrow = cells.every(({ size }) => right - left < 6 * size)
  return (hasCaption || areNumbers || isNarrow) && share(({ box }) => (box.left + box.right) / 2) >= ALIGNED
}

/** Formulae below each other, with or without numbers, and matrices. */
function isFormula(texts: ReadonlyArray<readonly string[]>): boolean {
  const cells = texts.flat()
  if (texts.at(-1)?.some((text) => EQUATION_NUMBER.test(text))) return true
  if (cells.filter((text) => OPERATORS.test(text)).length > cells.length * 0.25) return true
  return !cells.some((text) => /\p{L}{3}|\p{Lo}/u.test(text))
}

/** Names and addresses beside each other. */
function isAddress(rows: TableGuess['rows']): boolean {
  return rows.some((row) => row.filter((cell) => ADDRESS.test(cellText(cell))).length > 1)
}

/** Titles and the pages on which they are. */
function isContents(texts: ReadonlyArray<readonly string[]>): boolean {
  const pages = texts.at(-1)?.filter((text) => PAGE_NUMBER.test(text.trim())) ?? []
  const numbers = pages.map(Number)
  const isRising = numbers.every((number, i) => i === 0 || Number.isNaN(number) || number >= (numbers[i - 1] ?? 0))
  return pages.length >= (texts.at(-1)?.length ?? 0) * ALIGNED && isRising && texts.length <= 3
}

/** Columns of words with numbers of pages. */
function isIndex(texts: ReadonlyArray<readonly string[]>): boolean {
  const entries = texts.filter(
    (column) => column.filter((text) => INDEX_ENTRY.test(text) && /\p{L}/u.test(text)).length > column.length / 2,
  )
  return entries.length > 1
}

/** Columns of text that is read from top to bottom. */
function isRunningText(texts: ReadonlyArray<readonly string[]>): boolean {
  const lengths = texts.map((column) => column.toSorted((a, b) => a.length - b.length)[column.length >> 1]?.length ?? 0)
  return lengths.filter((length) => length > MOST_LETTERS).length > 0
}

/** Two columns that are no list of words with their explanations, and no labels with what is filled in. */
function isPairs(texts: ReadonlyArray<readonly string[]>, rows: TableGuess['rows']): boolean {
  const [names = [], values = []] = texts
  if (names.filter((text) => /[:：]\s*$/.test(text)).length > names.length / 2) return false
  if (values.filter(isNumber).length >= values.length * ALIGNED) return true
  const isShort = [...names, ...values].every((text) => text.length <= SHORT_CELL)
  return rows.length >= LEAST_PAIRS && isShort && rows.every((row) => row.every(({ lines }) => lines.length === 1))
}
