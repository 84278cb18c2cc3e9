import { lineText, type TextLine, withoutStart } from '../layout/text-line.ts'

/** A note with the mark that it begins with. */
export interface Note {
  readonly mark: string
  /** As they stand on the page. */
  readonly lines: readonly TextLine[]
  /** Without the mark. */
  readonly text: readonly TextLine[]
}

const MARK = /^\s*[[(]?(\d{1,3}|[*†‡§¶]{1,3})[\])]?[.:]?\s*/

/** The notes among the lines of a page, as its structure tree has them; those without a mark are left out. */
export function taggedNotes(page: readonly TextLine[]): Note[] {
  const groups = Map.groupBy(page, noteOf)
  groups.delete(undefined)
  return [...groups.values()].flatMap((lines) => toNote(lines) ?? [])
}

/** Whether a line is one of a note of the tree. */
export function isInNote(line: TextLine): boolean {
  return noteOf(line) !== undefined
}

function noteOf({ tagged }: TextLine): string | undefined {
  return tagged?.tag.find(({ role }) => role === 'note')?.key
}

function toNote(lines: readonly TextLine[]): Note | undefined {
  const [first, ...rest] = lines
  const mark = first && MARK.exec(lineText(first))
  if (first === undefined || mark === null || mark === undefined || mark[1] === undefined) return undefined
  const own = withoutStart(first, mark[0].length)
  return { mark: mark[1], lines, text: lineText(own).trim() === '' ? rest : [own, ...rest] }
}
