import { lineText, type TextLine } from '../text-line.ts'
import { isNumber } from './build-rows.ts'
import { type Column, cellsOf } from './find-columns.ts'
import { isCode, isListLabel } from './is-table.ts'
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
  /** Whether a line is drawn below its first row. */
  readonly isRuled: boolean
  /** Whether three columns are evidence enough, not only four. */
  readonly isLoose: boolean
}

/** A table has at least so many rows; one with a caption so many. */
const LEAST_ROWS = 3
const LEAST_CAPTIONED = 2
/** Without a caption and a head it has so many columns, and without numbers so many rows. */
const LEAST_PLAIN = 3
const LEAST_PLAIN_ROWS = 4
/** More columns than these are a table even if one of them has labels. */
const MOST_LABELLED = 4
/** So many of its cells hold something. */
const FILLED = 0.6
/** At most this share of its lines has several cells without the first. */
const TORN = 0.1
/** Labels and signs have no more letters than this. */
const MOST_SIGN = 3
/** Edges that differ by less than this many font sizes are the same; so many of the cells of a column share one. */
const SAME_EDGE = 0.4
const ALIGNED = 0.8
/** Cells of more letters are running text. */
const MOST_LETTERS = 60
/** Lines of text beside each other have at least so many letters; at least so many of them, and this share, end at the same edge. */
const TEXT_LETTERS = 20
const TEXT_LINES = 3
const FULL_LINES = 0.5

const OPERATORS = /[=≤≥≈≡∼∑∏∫√∂∈⊂⊆∪∩⊕⊗→←⇒⇔↦≅±∞]|^[+−]|[⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦]/u
const EQUATION_NUMBER = /^\(\d+(\.\d+)*[a-z]?\)$/
const PAGE_NUMBER = /^(\d{1,4}|[ivxlc]+)$/
/** Words with numbers of pages; a comma also stands in large numbers. */
const INDEX_ENTRY = /\p{L}.*, ?\d{1,3}([–-]\d+)?[.,]?$/u
const ADDRESS = /\S@\S+\.\S/

/** Whether lines in columns are rows of a table, and nothing else that stands in columns. */
export function isAlignedTable(guess: TableGuess): boolean {
  const { rows, lines, columns, hasCaption, hasHead, isRuled, isLoose } = guess
  if (rows.length < (hasCaption ? LEAST_CAPTIONED : LEAST_ROWS) || isCode(lines)) return false
  if (rows.filter((row) => row.filter(({ lines: own }) => own.length > 0).length > 1).length < LEAST_CAPTIONED)
    return false
  const cells = byColumn(rows, columns)
  const texts = cells.map((column) => column.map(cellText))
  if ((!isRuled && isFormula(texts)) || isAddress(rows) || texts[0]?.every(isListLabel)) return false
  if (texts[0] !== undefined && new Set(texts[0]).size === 1) return false
  if (!columns.every((column, k) => isAligned(firstLines(cells[k] ?? []), column, hasCaption))) return false
  if (columns.some((column, k) => isRunningText(cells[k] ?? [], column))) return false
  if (hasCaption) return true
  if (isContents(texts) || isIndex(texts) || texts.some(isDots)) return false
  if (hasHead) return true
  const hasNumbers = texts.slice(1).some((column) => column.filter(isNumber).length >= column.length * ALIGNED)
  if (columns.length < (isLoose || hasNumbers ? LEAST_PLAIN : LEAST_PLAIN + 1) || isTorn(guess)) return false
  if (columns.length <= MOST_LABELLED && isLabels(texts)) return false
  const filled = texts.flat().length / (rows.length * columns.length)
  return filled >= FILLED && (hasNumbers || rows.length >= LEAST_PLAIN_ROWS)
}

/** Whether the cells of every column stand below each other, as they do between two lines that are more than a frame around code. */
export function isInColumns({ rows, columns }: Pick<TableGuess, 'rows' | 'columns'>): boolean {
  const cells = byColumn(rows, columns)
  const [first = [], ...others] = cells
  const isSigns = others.every(
    (column) => column.filter((cell) => cellText(cell).length > MOST_SIGN).length * 2 < column.length,
  )
  if (isSigns && isCode(first.flatMap(({ lines }) => lines))) return false
  if (cells.flat().length < FILLED * rows.length * columns.length) return false
  return columns.every((column, k) => isAligned(firstLines(cells[k] ?? []), column, false))
}

/** Whether lines of neighbouring columns do not stand beside each other, as those of a row do. */
function isTorn({ lines, columns }: TableGuess): boolean {
  const torn = lines.filter((line) => {
    const [first, ...others] = cellsOf(line, columns)
    return first === undefined && others.filter((cell) => cell !== undefined).length > 1
  })
  return torn.length > lines.length * TORN
}

/** The cells of each column that hold something. */
function byColumn(rows: TableGuess['rows'], columns: readonly Column[]): PageCell[][] {
  return columns.map((_, k) => rows.flatMap((row) => cellAt(row, k) ?? []).filter(({ lines }) => lines.length > 0))
}

function cellAt(row: readonly PageCell[], column: number): PageCell | undefined {
  let at = 0
  for (const cell of row) {
    if (at === column && cell.span === 1) return cell
    at += cell.span
  }
  return undefined
}

function firstLines(column: readonly PageCell[]): TextLine[] {
  return column.flatMap((cell) => cell.lines.slice(0, 1))
}

/** Whether the cells of a column begin, or end, below each other; numbers and short cells may stand around a middle. */
function isAligned(cells: readonly TextLine[], { left, right }: Column, hasCaption: boolean): boolean {
  const share = (place: (line: TextLine) => number) => {
    const isNear = (a: TextLine, b: TextLine) => Math.abs(place(a) - place(b)) <= SAME_EDGE * a.size
    const best = Math.max(0, ...cells.map((line) => cells.filter((other) => isNear(line, other)).length))
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

/** Dots that lead to something. */
function isDots(column: readonly string[]): boolean {
  return column.filter((text) => /^[\s.…·]+$/.test(text)).length > column.length / 2
}

/** Columns of words with numbers of pages. */
function isIndex(texts: ReadonlyArray<readonly string[]>): boolean {
  return texts.some((column) => column.filter((text) => INDEX_ENTRY.test(text)).length > column.length / 2)
}

/** A column of text that is read from top to bottom: long cells, or lines that end at the same edge. */
function isRunningText(column: readonly PageCell[], { right }: Column): boolean {
  const lengths = column.map((cell) => cellText(cell).length).sort((a, b) => a - b)
  if ((lengths[lengths.length >> 1] ?? 0) > MOST_LETTERS) return true
  const single = column.filter(({ lines }) => lines.length === 1).flatMap(({ lines }) => lines)
  const full = single.filter(({ box, size, letters }) => letters >= TEXT_LETTERS && box.right > right - size)
  return full.length >= Math.max(TEXT_LINES, single.length * FULL_LINES)
}

/** Whether labels of a form or of a list stand before what is beside them. */
function isLabels(texts: ReadonlyArray<readonly string[]>): boolean {
  const isMost = (column: readonly string[], is: (text: string) => boolean) =>
    column.filter(is).length > column.length / 2
  return isMost(texts[0] ?? [], isListLabel) || texts.some((column) => isMost(column, (text) => /[:：]\s*$/.test(text)))
}
