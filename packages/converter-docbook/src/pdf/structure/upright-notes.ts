import { lineText, type TextLine, withoutStart } from '../layout/text-line.ts'
import type { Note } from '../tags/tagged-notes.ts'

/** A number, and words after it: cells of tables go on with numbers. */
const NUMBER = /^\s*(\d{1,3})[.)]?\s+(?=[\p{L}\p{Pi}\p{Ps}"'])/u

/**
 * Notes that begin with a number that is not raised. They are certain where the small lines with which a column ends begin with
 * one that stands raised in the text, and count on from it.
 *
 * @param small the last lines of a column, all in the letters of notes
 * @param raised the marks of the text
 */
export function uprightNotes(small: readonly TextLine[], raised: ReadonlySet<string>): Note[] {
  const first = small.findIndex((line) => raised.has(numberOf(line) ?? ''))
  if (first === -1) return []
  const notes: Array<{ mark: string; lines: TextLine[] }> = []
  for (const line of small.slice(first)) {
    const mark = numberOf(line)
    const last = notes.at(-1)
    if (last === undefined || (mark !== undefined && Number(mark) === Number(last.mark) + 1))
      notes.push({ mark: mark ?? '', lines: [line] })
    else last.lines.push(line)
  }
  return notes.map(({ mark, lines: [start, ...rest] }) => {
    if (start === undefined) return { mark, lines: [], text: [] }
    const own = withoutStart(start, NUMBER.exec(lineText(start))?.[0].length ?? 0)
    return { mark, lines: [start, ...rest], text: [own, ...rest] }
  })
}

function numberOf(line: TextLine): string | undefined {
  return NUMBER.exec(lineText(line))?.[1]
}
