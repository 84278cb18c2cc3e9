import { type FlowItem, pageOf } from './page-pieces.ts'
import type { TextLine } from './text-line.ts'

const NOWHERE = { left: 0, top: 0, right: 0, bottom: 0 }

/** The flow with an empty line before each page that is pictures alone, as those of a scan are: titles of the outline stand there. */
export function withPageStarts(flow: readonly FlowItem[]): FlowItem[] {
  const written = new Set(flow.flatMap((item) => ('picture' in item ? [] : [pageOf(item)])))
  return flow.flatMap((item, i): FlowItem[] => {
    const page = pageOf(item)
    const before = flow[i - 1]
    const isFirst = before === undefined || pageOf(before) !== page
    return isFirst && !written.has(page) ? [{ line: pageStart(page) }, item] : [item]
  })
}

/** Whether a line is none of the text. */
export function isPageStart({ spans }: TextLine): boolean {
  return spans.length === 0
}

function pageStart(page: number): TextLine {
  const looks = { size: 0, letters: 0, isBold: false, isFixed: false, spans: [] }
  return { box: NOWHERE, baseline: 0, ...looks, page, piece: 0, segments: [] }
}
