import { inlineWords } from '../../structure/inline-words.ts'
import type { Block, Figure, Paragraph, Table } from '../../tree/book.ts'

const CAPTION =
  /^\s*(fig(ure|\.)?|abb(ildung|\.)?|figura|foto|photo|plate|tafel|chart|map|图|図|圖|рис(унок|\.)?)\s*[\dA-Z]+([.\-–:]\d+)*\s*([:.)—–]|\s|$)/iu
/** What stands where a table goes on from a page or on to the next. */
const CONTINUED =
  /(^|\P{L})(cont(inue[ds]|inuing|['’]?d|\.)|fortsetzung|forts\.|suite|continuaci[oó]n|contin[uú]a|continua(zione)?|segue|vervolg|продолжение)(?=\P{L}|$)|[続续續]/iu
/** Longer remarks say something else, too; a caption may be longer. */
const MOST_REMARK = 45
const MOST_CAPTION = 120
/** Longer texts speak about a figure. */
const MOST_LETTERS = 600

const TABLE_CAPTION =
  /^\s*(tab(le|elle|\.)?|tableau|tabla|tabela|tabella|表|таблица)\s*[\dA-ZIVX]+([.\-–:]\d+)*\s*([:.)—–]|\s|$)/iu

/** Whether a line begins as the caption of a figure does. */
export function isFigureCaption(text: string): boolean {
  return CAPTION.test(text)
}

/** Whether a line begins as the caption of a table does. */
export function isTableCaption(text: string): boolean {
  return TABLE_CAPTION.test(text)
}

/** The number of a table at the beginning of its caption: `Table 3 (continued)`. */
export function tableNumber(text: string): string | undefined {
  return isTableCaption(text) ? /[\dIVX]+([.\-–:]\d+)*/.exec(text)?.[0] : undefined
}

/** Whether a line is no more than a remark that a table goes on: `Table 3 (continued)`, `Continued on next page`. */
export function saysContinued(text: string): boolean {
  if (isTableCaption(text)) return text.length <= MOST_CAPTION && CONTINUED.test(text)
  return text.length <= MOST_REMARK && CONTINUED.exec(text.replace(/^[^\p{L}]+/u, ''))?.index === 0
}

/** The paragraph that names a figure or table, right after or right before it, becomes its title. */
export function withCaptions(blocks: readonly Block[]): Block[] {
  const result: Block[] = []
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i]
    if (block === undefined) continue
    const next = blocks[i + 1]
    const last = result.at(-1)
    if (!isOpenFigure(block)) result.push(block)
    else if (isCaption(next, block)) {
      result.push(titled(block, next))
      i++
    } else if (isCaption(last, block) && !isOpenFigure(next)) {
      result[result.length - 1] = titled(block, last)
    } else result.push(block)
  }
  return result
}

function titled(figure: Figure | Table, caption: Paragraph): Figure | Table {
  return { ...figure, title: caption.content, anchors: [...(figure.anchors ?? []), ...(caption.anchors ?? [])] }
}

function isOpenFigure(block: Block | undefined): block is Figure | Table {
  return (block?.kind === 'figure' || block?.kind === 'table') && block.title.length === 0
}

function isCaption(block: Block | undefined, of: Figure | Table): block is Paragraph {
  if (block?.kind !== 'paragraph') return false
  const text = inlineWords(block.content)
  return text.length <= MOST_LETTERS && (of.kind === 'table' ? TABLE_CAPTION : CAPTION).test(text)
}
