import { lineText, type TextLine } from '../layout/text-line.ts'
import type { Heading, Headings } from '../structure/heading.ts'
import { isNumberOnly } from '../structure/heading-candidate.ts'
import type { TagNode } from './tag.ts'

/** Where more of the tagged text than this is headings, they are none. */
const MOST_SHARE = 0.35
/** Longer texts are no headings. */
const MOST_LETTERS = 300

/** Headings of the structure tree, by their first lines; none where the tree calls headings what cannot be ones. */
export function taggedHeadings(lines: readonly TextLine[]): Headings {
  const pages = new Set(lines.filter(isInTree).map(({ page }) => page))
  const tagged = lines.filter(({ page }) => pages.has(page))
  const headings = groupHeadings(tagged).filter(({ lines: own }) => isHeading(own))
  const inHeadings = lettersOf(headings.flatMap(({ lines: own }) => own))
  const found = new Map<TextLine, Heading[]>()
  if (inHeadings > MOST_SHARE * lettersOf(tagged)) return found
  for (const { node, lines: own } of joinNumbers(headings, lines)) {
    const [first] = own
    if (first !== undefined) found.set(first, [{ depth: node.level ?? 1, lines: own }])
  }
  return found
}

/** `Chapter 3` and the title that follows it are one heading. */
function joinNumbers(headings: readonly Group[], lines: readonly TextLine[]): Group[] {
  const places = new Map(lines.map((line, i) => [line, i]))
  const placeOf = (line: TextLine | undefined) => (line && places.get(line)) ?? -1
  const joined: Group[] = []
  for (const heading of headings) {
    const last = joined.at(-1)
    const isNext = placeOf(heading.lines[0]) === placeOf(last?.lines.at(-1)) + 1
    if (last !== undefined && isNext && isNumberOnly(last.lines.map(lineText).join(' ').trim()))
      joined[joined.length - 1] = { ...last, lines: [...last.lines, ...heading.lines] }
    else joined.push(heading)
  }
  return joined
}

interface Group {
  readonly node: TagNode
  readonly lines: TextLine[]
}

/** The lines of each heading. The number of a heading that is an item of a list is the label of the item. */
function groupHeadings(lines: readonly TextLine[]): Group[] {
  const groups = new Map<string, Group>()
  const labels = new Map<string, TextLine[]>()
  for (const line of lines) {
    const item = line.tagged?.tag.findLast(({ role }) => role === 'item')?.key ?? ''
    if (item !== '' && line.tagged?.tag.at(-1)?.role === 'label') labels.set(item, [...(labels.get(item) ?? []), line])
    const node = headingOf(line)
    if (node === undefined) continue
    const group = groups.get(node.key)
    if (group !== undefined) group.lines.push(line)
    else groups.set(node.key, { node, lines: [...(labels.get(item) ?? []), line] })
    labels.delete(item)
  }
  return [...groups.values()]
}

function isInTree({ tagged, headed }: TextLine): boolean {
  return tagged !== undefined || headed !== undefined
}

/** The heading that a line is of. Headings inside of tables, notes, quotations and figures open no section. */
function headingOf({ tagged, headed = [] }: TextLine): TagNode | undefined {
  const tag = tagged?.tag ?? headed
  const at = tag.findIndex(({ role }) => role === 'heading')
  return tag.slice(0, Math.max(0, at)).every(({ role }) => /^(paragraph|list|item|body)$/.test(role))
    ? tag[at]
    : undefined
}

function isHeading(lines: readonly TextLine[]): boolean {
  return lettersOf(lines) <= MOST_LETTERS && lines.some((line) => /[\p{L}\p{N}]/u.test(lineText(line)))
}

function lettersOf(lines: readonly TextLine[]): number {
  return lines.reduce((sum, { letters }) => sum + letters, 0)
}

/**
 * The headings of the outline with those of the tree that it does not name, each below the entry that it stands under: the
 * outline says what the chapters are.
 */
export function withTaggedHeadings(outline: Headings, tagged: Headings, lines: readonly TextLine[]): Headings {
  if (tagged.size === 0) return outline
  const known = new Set([...outline.values()].flat().flatMap((heading) => heading.lines))
  const shift = depthShift(outline, tagged)
  const all = new Map(outline)
  let depth: number | undefined
  for (const line of lines) {
    depth = outline.get(line)?.at(-1)?.depth ?? depth
    const heading = tagged.get(line)?.[0]
    if (heading === undefined || depth === undefined || heading.lines.some((one) => known.has(one))) continue
    all.set(line, [...(all.get(line) ?? []), { ...heading, depth: Math.max(heading.depth + shift, depth + 1) }])
  }
  return all
}

/** By how much an entry of the outline is mostly deeper than the level that the tree gives it. */
function depthShift(outline: Headings, tagged: Headings): number {
  const counts = new Map<number, number>()
  for (const { depth, lines } of [...outline.values()].flat()) {
    const level = lines[0] && tagged.get(lines[0])?.[0]?.depth
    if (level !== undefined) counts.set(depth - level, (counts.get(depth - level) ?? 0) + 1)
  }
  return [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [0, 0])[0]
}

/** Headings of the tree with those that look like one of them, on the pages whose tree does not cover the text. */
export function withHeadingsLikeThem(tagged: Headings, fromLooks: Headings): Headings {
  const depths = new Map<number, number>()
  for (const { depth, lines } of [...tagged.values()].flat()) {
    const size = sizeOf(lines)
    if (!depths.has(size)) depths.set(size, depth)
  }
  const all = new Map(tagged)
  for (const [line, [heading]] of fromLooks) {
    const depth = heading && depths.get(sizeOf(heading.lines))
    if (heading === undefined || depth === undefined || heading.lines.some(isInTree)) continue
    all.set(line, [{ ...heading, depth }])
  }
  return all
}

function sizeOf(lines: readonly TextLine[]): number {
  return Math.round(Math.max(...lines.map(({ size }) => size)) * 4)
}
