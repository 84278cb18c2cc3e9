import { around, lineText, type TextLine } from './text-line.ts'

/** Lines that belong together. */
export interface TextBlock {
  readonly lines: readonly TextLine[]
}

const SENTENCE_END = /[.!?:;…。！？]["'”’»)\]]*\s*$/
const BULLET = /^\s*([•▪◦‣∙●○■□–—*-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s/

/** Joins lines into paragraphs, across columns and pages where a sentence goes on. */
export function buildParagraphs(lines: readonly TextLine[]): TextBlock[] {
  const blocks: TextLine[][] = []
  for (const line of lines) {
    const current = blocks.at(-1)
    const last = current?.at(-1)
    if (current !== undefined && last !== undefined && continuesParagraph(current, last, line)) current.push(line)
    else blocks.push([line])
  }
  return blocks.map((block) => ({ lines: block }))
}

function continuesParagraph(block: readonly TextLine[], last: TextLine, line: TextLine): boolean {
  if (Math.abs(last.size - line.size) > 0.12 * last.size || last.isBold !== line.isBold) return false
  if (BULLET.test(lineText(line))) return false
  const isNextLine =
    last.page === line.page && line.baseline > last.baseline && line.baseline - last.baseline < 1.75 * line.size
  if (!isNextLine) return goesOnElsewhere(block, last, line)
  const column = around(block.map(({ box }) => box))
  const isBeside = line.box.left > column.right || line.box.right < column.left
  const isIndented = line.box.left - last.box.left > 0.8 * line.size && block.length > 1
  const isShort = last.box.right < column.right - 0.25 * (column.right - column.left) && block.length > 1
  if (isBeside || (isIndented && SENTENCE_END.test(lineText(last)))) return false
  return !(isShort && SENTENCE_END.test(lineText(last)))
}

/** At the top of the next column or page a paragraph goes on when its sentence does. */
function goesOnElsewhere(block: readonly TextLine[], last: TextLine, line: TextLine): boolean {
  const isElsewhere = line.page > last.page || line.baseline < last.baseline
  const column = around(block.map(({ box }) => box))
  const isFull = block.length > 1 && last.box.right > column.right - 2 * last.size
  const text = lineText(line).trimStart()
  return isElsewhere && isFull && !SENTENCE_END.test(lineText(last)) && /^[\p{Ll}\p{Lo}\p{N}("'“]/u.test(text)
}
