import { isContentsEntry } from '../contents-entry.ts'
import { lineText, type TextLine } from '../text-line.ts'
import { cellText, type PageCell } from './page-table.ts'

/** A table has so many columns. */
const LEAST_COLUMNS = 2
const MOST_COLUMNS = 20
/** Shares of the rows that have two cells or more, of the cells that are filled, and of the rows that hold words or numbers. */
const FILLED_ROWS = 0.6
const FILLED_CELLS = 0.45
const WORDS = 0.6
/** With fewer filled cells than this, at least two columns have words or numbers, in this share of their cells. */
const DENSE = 0.8
const WORDS_IN_COLUMN = 0.3
/** Two columns of which the first has labels in this share of the rows are a list. */
const LABELLED = 0.8
/** Text of which more than this share of the pieces is set like code is code. */
const CODE = 0.7
const LEADERS = /(\. {0,3}){5}/
const WORD = /\p{L}{3}|\d{2}|^\d$|\p{Lo}/u

const LABEL =
  /^\s*([•▪◦‣∙●○■□►–—*·-]|[([]?([\dA-Za-z]{1,3}|[ivxlc]+)([.)\]]|(\.\d+)+\.?)|\[[^\]]{1,12}\]|\(?\d{1,3}(\.\d+)*\)?|[§†‡])\s*$/u

/** Whether rows are those of a table at all, however clear their columns are; lines around all cells are proof. */
export function isTable(rows: ReadonlyArray<readonly PageCell[]>, columns: number, { isGrid = false } = {}): boolean {
  if (columns < LEAST_COLUMNS || columns > MOST_COLUMNS) return false
  if (rows.flat().some((cell) => LEADERS.test(cellText(cell)))) return false
  return isGrid || isFilled(rows)
}

/** Whether enough of the rows and cells hold something, and most rows words or numbers. */
function isFilled(rows: ReadonlyArray<readonly PageCell[]>): boolean {
  const filled = rows.map((row) => row.filter(({ lines }) => lines.length > 0))
  const several = filled.filter((row) => row.length >= 2).length
  const cells = filled.flat()
  const area = rows.flat().filter(({ lines, span }) => lines.length > 0 || span === 1).length
  if (several < rows.length * FILLED_ROWS || cells.length < area * FILLED_CELLS) return false
  if (cells.length < area * DENSE && columnsWithWords(rows) < LEAST_COLUMNS) return false
  return filled.filter((row) => row.some((cell) => WORD.test(cellText(cell)))).length >= rows.length * WORDS
}

/** How many columns hold words or numbers; others may hold signs, or labels of a drawing. */
function columnsWithWords(rows: ReadonlyArray<readonly PageCell[]>): number {
  const columns = new Map<number, string[]>()
  for (const row of rows) {
    let at = 0
    for (const cell of row) {
      if (cell.lines.length > 0) columns.set(at, [...(columns.get(at) ?? []), cellText(cell)])
      at += cell.span
    }
  }
  const isWord = (text: string) => WORD.test(text) && text.length > 1
  const hasWords = (texts: readonly string[]) => texts.filter(isWord).length >= texts.length * WORDS_IN_COLUMN
  return [...columns.values()].filter(hasWords).length
}

/** Whether lines are code: most of their pieces are set like it. */
export function isCode(lines: readonly TextLine[]): boolean {
  const pieces = lines.flatMap(({ segments }) => segments)
  return pieces.filter(({ isFixed }) => isFixed).length > CODE * pieces.length
}

/** Whether a text is a bullet, a number or a letter that stands before something, and no more. */
export function isListLabel(text: string): boolean {
  return LABEL.test(text)
}

/** Whether two columns are the labels of a list, or of titles, and what they stand before. */
export function isLabelled(rows: ReadonlyArray<readonly PageCell[]>): boolean {
  const labelled = rows.filter(([label, ...others]) => others.length === 1 && label && LABEL.test(cellText(label)))
  return labelled.length >= rows.length * LABELLED
}

/** Whether a line is an entry of a printed table of contents. */
export function hasLeaders(line: TextLine): boolean {
  return LEADERS.test(lineText(line)) || isContentsEntry(line)
}
