import type { Box } from '../../engine/pdf-document.ts'
import type { TextLine } from '../text-line.ts'
import { alignedTables } from './aligned-tables.ts'
import type { PageTable } from './page-table.ts'
import { ruledTables } from './ruled-tables.ts'

/** Tables among the lines of a piece, by their first line. Anything that is not clear stays text. */
export function findTables(lines: readonly TextLine[], rules: readonly Box[]): Map<TextLine, PageTable> {
  const ruled = ruledTables(lines, rules)
  const taken = new Set(ruled.flatMap((table) => table.lines))
  // The structure tree knows of tables without lines.
  const free = lines.some(({ segments }) => segments.some(({ tagged }) => tagged !== undefined))
    ? []
    : lines.filter((line) => !taken.has(line))
  const tables = [...ruled, ...alignedTables(free, { rules })]
  return new Map(tables.flatMap((table) => table.lines.slice(0, 1).map((line) => [line, table] as const)))
}
