import type { FlowEvent } from './flow.ts'

/**
 * The rank of each heading by its index: as written, but deeper than the heading of the sectioning element around its
 * own, so that documents that use `h1` in every nested `section` keep their depth.
 */
export function headingRanks(events: readonly FlowEvent[]): ReadonlyMap<number, number> {
  const ranks = new Map<number, number>()
  const sections: Array<number | undefined> = [undefined]
  events.forEach((event, i) => {
    if (event.kind === 'enter') sections.push(undefined)
    if (event.kind === 'leave' && sections.length > 1) sections.pop()
    if (event.kind !== 'heading') return
    const around = sections.slice(0, -1).findLast((rank) => rank !== undefined) ?? 0
    const rank = Math.max(event.rank, around + 1)
    ranks.set(i, rank)
    sections[sections.length - 1] ??= rank
  })
  return ranks
}
